// `async-tidy completion SHELL`, a small script for the shell, and `async-tidy complete WORD...`, which that script
// asks at each completion: so the answer is always that of the program at hand.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// The script for the shell of that name.
llvm::StringRef completionScript(llvm::StringRef Shell);

/// Prints what the last of \p Words, the words after the program's name up to the cursor, may become: a line for each
/// with, after a tab, what it means. Of files and directories, which the shell knows better, it says ":files" or
/// ":directories".
void complete(llvm::ArrayRef<std::string> Words, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
