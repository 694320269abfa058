// Messages on stderr, and suggestions for misspelt names.
#pragma once

#include "summaries/sentence.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

#include <string>

namespace asynctidy::driver {

using summaries::sentence;

/// Writes "async-tidy: SENTENCE" to stderr.
void say(const llvm::Twine &Sentence);

/// "1 file", "2 files".
std::string counted(size_t Count, llvm::StringRef Noun);

/// "; did you mean 'X'?" for the known name nearest to \p Wrong, or nothing when none is near.
std::string didYouMean(llvm::StringRef Wrong, llvm::ArrayRef<llvm::StringRef> Known);

} // namespace asynctidy::driver
