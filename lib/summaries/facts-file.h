// Facts files: the facts of one translation unit.
//
// The first line is "async-tidy facts VERSION ENCODING SIZE MAINFILE", so that a reader can identify the file without
// reading the rest, which is JSON of SIZE bytes, compressed with zlib where LLVM has it. Equal facts give equal bytes.
#pragma once

#include "summaries/unit-facts.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::summaries {

/// The bytes of the file: the functions and global variables of \p Unit, sorted by name.
std::string factsText(const UnitFacts &Unit, const Strings &Names, bool Compress = true);

/// Writes a temporary file, then renames it, so that no partial file is left.
llvm::Error writeFactsFile(llvm::StringRef Path, llvm::StringRef Content);
inline llvm::Error writeFactsFile(llvm::StringRef Path, const UnitFacts &Unit, const Strings &Names) {
  return writeFactsFile(Path, factsText(Unit, Names));
}

/// The facts of the file contents \p Content, with texts of \p Names. \p Path is only used in the error.
llvm::Expected<UnitFacts> readFacts(llvm::StringRef Content, llvm::StringRef Path, Strings &Names);

/// Reads all files and calls \p Visit for each, in the order of their main files, not of \p Paths: of a function in a
/// header, which many units have, always the same one is first. Stops at the first error.
llvm::Error readFactsFiles(std::vector<std::string> Paths, Strings &Names, llvm::function_ref<void(UnitFacts)> Visit);

} // namespace asynctidy::summaries
