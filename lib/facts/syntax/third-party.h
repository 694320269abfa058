// Which files are third-party code, by their paths.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::facts {

/// Whether \p Path lies in a directory with a name that means third-party code, such as `third_party`, or in one where
/// systems install headers. Both paths are absolute and without dots. Only what \p Path does not share with \p Root
/// counts, the project's directory or that of the analysed file: a whole project may lie below a directory called
/// `external`.
bool isThirdParty(llvm::StringRef Path, llvm::StringRef Root);

} // namespace asynctidy::facts
