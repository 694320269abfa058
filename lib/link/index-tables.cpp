#include "link/index-tables.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/Endian.h"

#include <sqlite3.h>

namespace asynctidy::link {
namespace {

int64_t checksum(llvm::StringRef Key, llvm::StringRef Value) {
  return llvm::crc32(llvm::crc32(llvm::arrayRefFromStringRef(Key)), llvm::arrayRefFromStringRef(Value));
}

/// A statement that is freed when it goes.
class Statement {
public:
  Statement(sqlite3 *Database, const std::string &Text) {
    sqlite3_prepare_v2(Database, Text.c_str(), -1, &Prepared, nullptr);
  }
  Statement(const Statement &) = delete;
  ~Statement() { sqlite3_finalize(Prepared); }

  sqlite3_stmt *get() const { return Prepared; }
  int step() { return Prepared ? sqlite3_step(Prepared) : SQLITE_CORRUPT; }
  llvm::StringRef column(int I) {
    const void *Data = sqlite3_column_blob(Prepared, I);
    return {static_cast<const char *>(Data), static_cast<size_t>(sqlite3_column_bytes(Prepared, I))};
  }

private:
  sqlite3_stmt *Prepared = nullptr;
};

void bind(sqlite3_stmt *To, int I, llvm::StringRef Value) {
  sqlite3_bind_blob64(To, I, Value.data() ? Value.data() : "", Value.size(), SQLITE_STATIC);
}

} // namespace

std::string rowKey(uint32_t Number) {
  std::string Key(sizeof Number, '\0');
  llvm::support::endian::write32be(Key.data(), Number);
  return Key;
}

bool execute(sqlite3 *Database, const std::string &Statements) {
  return sqlite3_exec(Database, Statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::optional<int64_t> pragma(sqlite3 *Database, const char *Name) {
  Statement Ask(Database, std::string("PRAGMA ") + Name);
  if (Ask.step() != SQLITE_ROW)
    return std::nullopt;
  return sqlite3_column_int64(Ask.get(), 0);
}

TableWriter::TableWriter(sqlite3 *Database, const char *Table) {
  const std::string Text = std::string("INSERT INTO ") + Table + " VALUES(?, ?, ?)";
  Succeeded = sqlite3_prepare_v2(Database, Text.c_str(), -1, &Insert, nullptr) == SQLITE_OK;
}

TableWriter::~TableWriter() { sqlite3_finalize(Insert); }

void TableWriter::add(llvm::StringRef Key, llvm::StringRef Value) {
  if (!Succeeded)
    return;
  bind(Insert, 1, Key);
  bind(Insert, 2, Value);
  sqlite3_bind_int64(Insert, 3, checksum(Key, Value));
  Succeeded = sqlite3_step(Insert) == SQLITE_DONE;
  sqlite3_reset(Insert);
}

ReadResult readRow(sqlite3 *Database, const char *Table, llvm::StringRef Key, std::string &Value) {
  Statement Select(Database, std::string("SELECT value, checksum FROM ") + Table + " WHERE key = ?");
  if (!Select.get())
    return ReadResult::Damaged;
  bind(Select.get(), 1, Key);
  switch (Select.step()) {
  case SQLITE_DONE:
    return ReadResult::None;
  case SQLITE_ROW:
    Value = Select.column(0).str();
    return sqlite3_column_int64(Select.get(), 1) == checksum(Key, Value) ? ReadResult::Found : ReadResult::Damaged;
  default:
    return ReadResult::Damaged;
  }
}

bool readTable(sqlite3 *Database, const char *Table,
               llvm::function_ref<void(llvm::StringRef Key, llvm::StringRef Value)> Visit) {
  Statement Select(Database, std::string("SELECT key, value, checksum FROM ") + Table + " ORDER BY key");
  int Result;
  while ((Result = Select.step()) == SQLITE_ROW) {
    const llvm::StringRef Key = Select.column(0), Value = Select.column(1);
    if (sqlite3_column_int64(Select.get(), 2) != checksum(Key, Value))
      return false;
    Visit(Key, Value);
  }
  return Result == SQLITE_DONE;
}

} // namespace asynctidy::link
