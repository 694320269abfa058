// The index: summaries of a whole project in an SQLite file, for the analysis of single translation units.
#pragma once

#include "link/analysis.h"
#include "summaries/input-file.h"
#include "summaries/other-files.h"

#include <map>
#include <memory>

struct sqlite3;

namespace asynctidy::link {

/// About an index.
struct IndexInfo {
  std::string Tool; ///< the version of the program that wrote it
  std::string Root; ///< the project's folder, to which all paths are relative; written relative to the index's folder
  std::vector<InputFile> Files;
  std::vector<std::string> MainFiles = {}; ///< of the translation units
};

/// Writes a temporary file, then renames it: readers see the old index or the new one, never a part.
llvm::Error writeIndex(llvm::StringRef Path, Analysis &Of, const IndexInfo &Info);

/// Reads an index and never changes it. Every error is one sentence for the user.
class Index : public OtherFiles {
public:
  /// Opens the index at \p Path and checks its format and version.
  static llvm::Expected<std::unique_ptr<Index>> open(llvm::StringRef Path);
  ~Index() override;

  const std::string &tool() const { return Tool; }
  /// The digest that \p File had when the index was made; nothing when the index does not depend on it.
  llvm::Expected<std::optional<std::string>> digestOf(llvm::StringRef File) const;
  /// All files that the index depends on; their paths are relative to root().
  llvm::Expected<std::vector<InputFile>> files() const;

  const std::string &root() const override { return Root; }
  llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const override;
  llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const override;
  llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const override;
  /// Compares the digest with the file on disk.
  llvm::Expected<bool> isFresh(llvm::StringRef File) const override;

private:
  Index() = default;
  bool readAbout();
  /// The value of the entry \p Name in \p Table; nothing when there is no such entry.
  llvm::Expected<std::optional<std::string>> value(const char *Table, llvm::StringRef Name) const;
  llvm::Error damaged() const;
  class Reader;

  std::string Path, Tool, Root;
  std::map<std::string, uint32_t> Sizes; ///< by table: rows
  sqlite3 *Database = nullptr;
};

} // namespace asynctidy::link
