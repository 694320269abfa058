// The functions of Kind::SleepElsewhere, in separate files.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace asynctidy::mutate {

/// Writes the helpers' files into \p Directory, and runs async-tidy to collect their facts and link them. \returns the
/// path of the index; nothing, after a message, when that fails.
std::optional<std::string> makeIndexOfHelpers(llvm::StringRef Directory);

} // namespace asynctidy::mutate
