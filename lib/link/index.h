// What is known of a whole project, for the analysis of one translation unit of it: an SQLite file.
#pragma once

#include "link/analysis.h"
#include "summaries/input-file.h"
#include "summaries/other-files.h"

#include <map>
#include <memory>

struct sqlite3;

namespace asynctidy::link {

/// What an index says of itself.
struct IndexInfo {
  std::string Tool; ///< the version of the program that wrote it
  std::string Root; ///< the project's folder, which all paths are relative to; itself relative to the index's folder
  std::vector<InputFile> Files;
};

/// Writes aside, then renames: readers see the old index or the new one.
llvm::Error writeIndex(llvm::StringRef Path, Analysis &Of, const IndexInfo &Info);

/// Reads an index and never changes it. Every error is one sentence for the user.
class Index : public OtherFiles {
public:
  static llvm::Expected<std::unique_ptr<Index>> open(llvm::StringRef Path);
  ~Index() override;

  const std::string &tool() const { return Tool; }
  /// The digest the file had when the index was made; nothing when the index does not rest on it.
  llvm::Expected<std::optional<std::string>> digestOf(llvm::StringRef File) const;

  const std::string &root() const override { return Root; }
  llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const override;
  llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const override;
  llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const override;
  /// Looks at the file on disk.
  llvm::Expected<bool> isFresh(llvm::StringRef File) const override;

private:
  Index() = default;
  bool readAbout();
  /// What \p Table has under \p Name; nothing when it has no such entry.
  llvm::Expected<std::optional<std::string>> value(const char *Table, llvm::StringRef Name) const;
  llvm::Error damaged() const;

  std::string Path, Tool, Root;
  std::map<std::string, uint32_t> Sizes; ///< by table: rows
  sqlite3 *Database = nullptr;
};

} // namespace asynctidy::link
