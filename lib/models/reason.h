// What a model says of a name, for messages.
#pragma once

#include "models/model-set.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::models {

/// Why \p Said is so, of what messages call \p Name. The text of a built-in entry goes on after the name and ends with
/// its source: "'sleep' suspends the calling thread (sleep(3))". The user's is a text of its own, and the reader has
/// the file: "timer.h: it waits (mine.yaml:12)".
std::string reasonOf(const Entry &Said, llvm::StringRef Name);
/// The same with the name that the model uses.
std::string reasonOf(const Entry &Said);

} // namespace asynctidy::models
