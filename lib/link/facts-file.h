// What one translation unit says, as a file.
//
// Its first line is "async-tidy facts VERSION ENCODING SIZE MAINFILE", so anybody can see what it is without knowing
// more; the rest is JSON of SIZE bytes, compressed with zlib where LLVM has it. Equal facts make equal bytes.
#pragma once

#include "link/program.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// The version of the format of facts files and of the index: what another version wrote is not read.
constexpr unsigned SchemaVersion = 3;

struct InputFile {
  std::string Path; ///< relative to the project
  std::string Digest;

  auto operator<=>(const InputFile &) const = default;
};

/// What a translation unit was made from.
struct TranslationUnit {
  std::string MainFile; ///< relative to the project
  std::string Tool;     ///< the version of the program that found the facts
  std::vector<InputFile> Inputs;
  bool HasMain = false; ///< it defines `main`, and so is part of one program only

  bool operator==(const TranslationUnit &) const = default;
};

/// What tells contents of files apart.
std::string digestOf(llvm::StringRef Content);
/// Of the file as it is now; nothing when it cannot be read.
std::optional<std::string> digestOfFile(llvm::StringRef Path);

/// An error that says \p Sentence.
llvm::Error sentence(const llvm::Twine &Sentence);

/// The bytes of the file: the functions and global variables of \p Facts, sorted by name.
std::string factsText(const TranslationUnit &Unit, const Program &Facts, bool Compress = true);

/// Never leaves half a file: writes aside, then renames.
llvm::Error writeFactsFile(llvm::StringRef Path, const TranslationUnit &Unit, const Program &Facts);

/// Adds the functions of a file to \p Into, or none of them when anything is wrong with it. \p Path is for the error.
llvm::Expected<TranslationUnit> readFacts(llvm::StringRef Content, llvm::StringRef Path, Program &Into);

/// Reads all files, in the order of their translation units whatever their own, for of a function in a header
/// the first one stays. Stops at the first error.
llvm::Expected<std::vector<TranslationUnit>> readFactsFiles(std::vector<std::string> Paths, Program &Into);

} // namespace asynctidy::link
