// What is known of a whole project, for those who look at one translation unit of it: an SQLite file.
#pragma once

#include "link/analysis.h"
#include "link/facts-file.h"

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
class Index {
public:
  static llvm::Expected<std::unique_ptr<Index>> open(llvm::StringRef Path);
  ~Index();

  const std::string &tool() const { return Tool; }
  /// The project's folder, absolute.
  const std::string &root() const { return Root; }

  /// What is known of the function \p Id, in texts of \p Names.
  llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const;
  /// The functions that override \p Id directly.
  llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const;
  llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const;
  /// The digest the file had when the index was made; nothing when the index does not rest on it.
  llvm::Expected<std::optional<std::string>> digestOf(llvm::StringRef File) const;

  /// Says whether the file \p Path, relative to the project, still has the digest \p Digest.
  using Freshness = llvm::function_ref<bool(llvm::StringRef Path, llvm::StringRef Digest)>;
  /// Looks at the file on disk.
  bool isFresh(llvm::StringRef Path, llvm::StringRef Digest) const;

  /// Adds to \p Into what the index knows of functions that are called there and have no body there, and the orders of
  /// locks elsewhere when it holds any lock itself. Nothing is said that rests on a file which is not fresh any more.
  llvm::Error fill(Program &Into, Freshness IsFresh) const;

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
