// How the index stores tables in SQLite, which has no checksums, so that damage is detected. A table is rows by number,
// without a gap, each with a checksum over its table, number and value; entries with a name as key are kept in hash
// buckets. Every row that is requested must exist, so a damaged page that hides a row is detected as well as one that
// changes it.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace asynctidy::link {

/// The table names: about the index itself (one row), files, texts and locks by number, functions, overriders and lock
/// nestings.
inline constexpr const char *IndexTables[] = {"meta", "files", "texts", "locks", "functions", "overriders", "nestings"};

/// Texts, locks and nestings: so many are one row.
constexpr uint32_t InOneRow = 64;

/// The SQLite application id of an index: "asti".
constexpr int ApplicationId = 0x61737469;

/// Appends an entry to \p Bucket, which is a list of names with their values.
void addEntry(std::string &Bucket, llvm::StringRef Name, llvm::StringRef Value);
/// The value of an entry; nothing when there is none of that name.
std::optional<llvm::StringRef> findEntry(llvm::StringRef Bucket, llvm::StringRef Name);
/// Calls \p Visit for the name and value of each entry; false when \p Bucket is damaged.
bool forEachEntry(llvm::StringRef Bucket, llvm::function_ref<void(llvm::StringRef Name, llvm::StringRef Value)> Visit);
/// The value of the entry with the index \p Slot; nothing when there are not so many.
std::optional<llvm::StringRef> entryAt(llvm::StringRef Bucket, uint32_t Slot);
/// The bucket of \p Name, one of \p Buckets, which must not be 0.
uint32_t bucketOf(llvm::StringRef Name, uint32_t Buckets);
/// A number of buckets with about sixteen names in each.
inline uint32_t bucketsFor(size_t Names) { return static_cast<uint32_t>(Names / 16 + 1); }

/// Runs statements without results. On failure returns false; \p Database has the error.
bool execute(sqlite3 *Database, const std::string &Statements);

/// The integer value of a PRAGMA; nothing on failure.
std::optional<int64_t> pragma(sqlite3 *Database, const char *Name);

/// Appends rows to one table, numbered from 0.
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

/// The value of a row; nothing when it is damaged or missing.
std::optional<std::string> readRow(sqlite3 *Database, const char *Table, uint32_t Number);

/// Calls \p Visit for the rows in order; false when one is damaged or their number is not \p Size.
bool readTable(sqlite3 *Database, const char *Table, uint32_t Size, llvm::function_ref<void(llvm::StringRef)> Visit);

} // namespace asynctidy::link
