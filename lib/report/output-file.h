// Writes files so that an interruption leaves the old or the new one, never a part.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::report {

/// Whether \p Path means standard output: "-", or the name that it has as a file, which may be a file that others write
/// to.
bool isStandardOutput(llvm::StringRef Path);

/// Lets \p Write fill a temporary file beside \p Path, then renames it. Writes through links, and keeps the permissions
/// of an existing file. A device or pipe is written directly, and so is standard output: whether that worked is asked
/// of llvm::outs() at the end of the program. The error is one sentence for the user.
llvm::Error writeFile(llvm::StringRef Path, llvm::function_ref<void(llvm::raw_ostream &)> Write);

/// The same for a regular file, with the bare reason as the error.
llvm::Error replaceFile(llvm::StringRef Path, llvm::function_ref<void(llvm::raw_ostream &)> Write);

} // namespace asynctidy::report
