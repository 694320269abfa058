// Facts files: the facts of one translation unit.
//
// The first line is "async-tidy facts VERSION ENCODING SIZE MAINFILE", so that a reader can identify the file without
// reading the rest: SIZE bytes, compressed with zlib where LLVM has it. These are the texts, then the facts, which name
// texts by number, as facts-format.h says; and a checksum. Equal facts give equal bytes.
#pragma once

#include "summaries/unit-facts.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <optional>
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

/// The facts of the file contents \p Content, with texts of \p Names, which must live longer. \p Path is only used in
/// the error.
llvm::Expected<UnitFacts> readFacts(llvm::StringRef Content, llvm::StringRef Path, Strings &Names);

/// A facts file that is whole, but not yet decoded.
struct FactsBytes {
  std::string MainFile;
  std::string Bytes; ///< texts and facts
};

/// Such a file, or a sentence that says why there is none.
struct FactsRead {
  FactsBytes Bytes;
  std::string Problem;
};

/// Reads a facts file and compares its checksum.
FactsRead readFactsBytes(llvm::StringRef Path);
/// The main file of the facts file \p Path, from its first line.
llvm::Expected<std::string> mainFileOf(llvm::StringRef Path);

/// Facts whose texts are known.
struct EncodedFacts {
  std::vector<Text> Texts; ///< by the numbers in Facts
  llvm::StringRef Facts;
};

/// Adds the texts of \p Read, which must live longer, to \p Names; nothing when they are damaged.
std::optional<EncodedFacts> withTexts(const FactsBytes &Read, Strings &Names);
/// The facts of the translation unit \p MainFile, with lists in the memory of \p Names; nothing when they are damaged.
std::optional<UnitFacts> decoded(llvm::StringRef MainFile, llvm::StringRef Facts, llvm::ArrayRef<Text> Texts,
                                 Strings &Names);
/// The error for the facts file \p Path, which is not as it was written.
llvm::Error damaged(llvm::StringRef Path, const llvm::Twine &What);

/// Reads all files and calls \p Visit for each, in the order of their main files, not of \p Paths: of a function in a
/// header, which many units have, always the same one is first. Stops at the first error.
llvm::Error readFactsFiles(std::vector<std::string> Paths, Strings &Names, llvm::function_ref<void(UnitFacts)> Visit);

} // namespace asynctidy::summaries
