// How the index uses SQLite, which has no checksums: what is asked for is always there, and says itself whether it is
// whole. A table is rows by number, without a gap, each with a checksum over all of it; what has a name for its key is
// kept in buckets. So a damaged page that leads past a row shows as well as one that changes it.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace asynctidy::link {

/// Of itself (one row), of files, of texts by number, of functions, of overriders and of lock nestings.
inline constexpr const char *IndexTables[] = {"meta", "files", "texts", "functions", "overriders", "nestings"};

/// What says that a database is one of ours: "asti".
constexpr int ApplicationId = 0x61737469;

/// A bucket is a list of entries, names with their values.
void addEntry(std::string &Bucket, llvm::StringRef Name, llvm::StringRef Value);
/// The value of an entry; nothing when there is none of that name.
std::optional<llvm::StringRef> findEntry(llvm::StringRef Bucket, llvm::StringRef Name);
/// Which of \p Buckets, at least one, is the one of \p Name.
uint32_t bucketOf(llvm::StringRef Name, uint32_t Buckets);
/// So many buckets that few names share one.
inline uint32_t bucketsFor(size_t Names) { return static_cast<uint32_t>(Names / 4 + 1); }

/// Runs statements that give no rows. False with the reason in \p Database when one fails.
bool execute(sqlite3 *Database, const std::string &Statements);

/// A number that a PRAGMA gives.
std::optional<int64_t> pragma(sqlite3 *Database, const char *Name);

/// Puts rows into one table, from 0 on.
class TableWriter {
public:
  TableWriter(sqlite3 *Database, const char *Table);
  TableWriter(const TableWriter &) = delete;
  ~TableWriter();

  void add(llvm::StringRef Value);
  uint32_t size() const { return Size; }
  bool succeeded() const { return Succeeded; }

private:
  const char *Table;
  sqlite3_stmt *Insert = nullptr;
  uint32_t Size = 0;
  bool Succeeded = false;
};

/// Nothing when the row is damaged or gone.
std::optional<std::string> readRow(sqlite3 *Database, const char *Table, uint32_t Number);

/// Calls \p Visit for the rows in order; false when they are not \p Size whole ones.
bool readTable(sqlite3 *Database, const char *Table, uint32_t Size, llvm::function_ref<void(llvm::StringRef)> Visit);

} // namespace asynctidy::link
