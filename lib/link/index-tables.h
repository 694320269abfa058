// How the index uses SQLite: tables of keys and values, each row with a checksum, for SQLite has none.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace asynctidy::link {

/// The index's tables: of itself, of files, of texts by number, of functions, of overriders and of lock nestings.
inline constexpr const char *IndexTables[] = {"meta", "files", "texts", "functions", "overriders", "nestings"};

/// What says that a database is one of ours: "asti".
constexpr int ApplicationId = 0x61737469;

/// The key of a row that has a number for its name. Keys sort as their numbers do: rows that come in the order of their
/// keys make a smaller file, and in less time.
std::string rowKey(uint32_t Number);

/// Runs statements that give no rows. False with the reason in \p Database when one fails.
bool execute(sqlite3 *Database, const std::string &Statements);

/// A number that a PRAGMA gives.
std::optional<int64_t> pragma(sqlite3 *Database, const char *Name);

/// Puts rows into one table.
class TableWriter {
public:
  TableWriter(sqlite3 *Database, const char *Table);
  TableWriter(const TableWriter &) = delete;
  ~TableWriter();

  void add(llvm::StringRef Key, llvm::StringRef Value);
  bool succeeded() const { return Succeeded; }

private:
  sqlite3_stmt *Insert = nullptr;
  bool Succeeded = false;
};

enum class ReadResult { Found, None, Damaged };
ReadResult readRow(sqlite3 *Database, const char *Table, llvm::StringRef Key, std::string &Value);

/// Calls \p Visit for each row, sorted by key; false when the table is damaged.
bool readTable(sqlite3 *Database, const char *Table,
               llvm::function_ref<void(llvm::StringRef Key, llvm::StringRef Value)> Visit);

} // namespace asynctidy::link
