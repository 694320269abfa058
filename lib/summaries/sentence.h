// Errors for the user.
#pragma once

#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

namespace asynctidy::summaries {

/// An error that says \p Sentence, taken literally.
inline llvm::Error sentence(const llvm::Twine &Sentence) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s", Sentence.str().c_str());
}

} // namespace asynctidy::summaries
