// What one translation unit says, as a file.
//
// Its first line is "async-tidy facts VERSION ENCODING SIZE MAINFILE", so every reader can see what it is without
// knowing more; the rest is JSON of SIZE bytes, compressed with zlib where LLVM has it. Equal facts make equal bytes.
#pragma once

#include "summaries/unit-facts.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::summaries {

/// The bytes of the file: the functions and global variables of \p Unit, sorted by name.
std::string factsText(const UnitFacts &Unit, const Strings &Names, bool Compress = true);

/// Never leaves half a file: writes aside, then renames.
llvm::Error writeFactsFile(llvm::StringRef Path, const UnitFacts &Unit, const Strings &Names);

/// The facts of a file, in texts of \p Names. \p Path is for the error.
llvm::Expected<UnitFacts> readFacts(llvm::StringRef Content, llvm::StringRef Path, Strings &Names);

/// Reads all files and gives them to \p Visit, in the order of their translation units whatever their own: of a
/// function in a header, which many have, the first one is to stay. Stops at the first error.
llvm::Error readFactsFiles(std::vector<std::string> Paths, Strings &Names, llvm::function_ref<void(UnitFacts)> Visit);

} // namespace asynctidy::summaries
