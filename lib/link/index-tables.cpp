#include "link/index-tables.h"

#include "summaries/bytes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CRC.h"
#include "llvm/Support/Endian.h"

#include <sqlite3.h>

namespace asynctidy::link {
namespace {

constexpr size_t NumberSize = sizeof(uint32_t);

std::string asBytes(uint32_t Number) {
  std::string Bytes(NumberSize, '\0');
  llvm::support::endian::write32le(Bytes.data(), Number);
  return Bytes;
}

int64_t checksum(llvm::StringRef Table, uint32_t Number, llvm::StringRef Value) {
  uint32_t Sum = llvm::crc32(llvm::arrayRefFromStringRef(Table));
  Sum = llvm::crc32(Sum, llvm::arrayRefFromStringRef(asBytes(Number)));
  return Value.empty()
             ? Sum
             : llvm::crc32(Sum, llvm::arrayRefFromStringRef(Value)); // zlib restarts the sum for a null pointer
}

/// Owns a prepared statement.
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

} // namespace

void addEntry(std::string &Bucket, llvm::StringRef Name, llvm::StringRef Value) {
  summaries::ByteWriter Out;
  Out.Bytes.swap(Bucket);
  Out.text(Name);
  Out.text(Value);
  Out.Bytes.swap(Bucket);
}

std::optional<llvm::StringRef> findEntry(llvm::StringRef Bucket, llvm::StringRef Name) {
  for (summaries::ByteReader In(Bucket); In.left();) {
    const llvm::StringRef Found = In.text(), Value = In.text();
    if (Found == Name && !In.failed())
      return Value;
  }
  return std::nullopt;
}

std::optional<llvm::StringRef> entryAt(llvm::StringRef Bucket, uint32_t Slot) {
  for (summaries::ByteReader In(Bucket); In.left(); --Slot) {
    In.text();
    const llvm::StringRef Value = In.text();
    if (Slot == 0 && !In.failed())
      return Value;
  }
  return std::nullopt;
}

bool forEachEntry(llvm::StringRef Bucket, llvm::function_ref<void(llvm::StringRef, llvm::StringRef)> Visit) {
  summaries::ByteReader In(Bucket);
  while (In.left() && !In.failed()) {
    const llvm::StringRef Name = In.text(), Value = In.text();
    if (!In.failed())
      Visit(Name, Value);
  }
  return !In.failed();
}

uint32_t bucketOf(llvm::StringRef Name, uint32_t Buckets) {
  return llvm::crc32(llvm::arrayRefFromStringRef(Name)) % Buckets;
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

TableWriter::TableWriter(sqlite3 *Database, const char *Table) : Table(Table) {
  const std::string Text = std::string("INSERT INTO ") + Table + " VALUES(?, ?, ?)";
  Succeeded = sqlite3_prepare_v2(Database, Text.c_str(), -1, &Insert, nullptr) == SQLITE_OK;
}

TableWriter::~TableWriter() { sqlite3_finalize(Insert); }

void TableWriter::add(llvm::StringRef Value) {
  if (!Succeeded)
    return;
  sqlite3_bind_int64(Insert, 1, Size);
  sqlite3_bind_blob64(Insert, 2, Value.empty() ? "" : Value.data(), Value.size(), SQLITE_STATIC);
  sqlite3_bind_int64(Insert, 3, checksum(Table, Size, Value));
  Succeeded = sqlite3_step(Insert) == SQLITE_DONE;
  sqlite3_reset(Insert);
  ++Size;
}

std::optional<std::string> readRow(sqlite3 *Database, const char *Table, uint32_t Number) {
  Statement Select(Database, std::string("SELECT value, checksum FROM ") + Table + " WHERE number = ?");
  if (!Select.get())
    return std::nullopt;
  sqlite3_bind_int64(Select.get(), 1, Number);
  if (Select.step() != SQLITE_ROW || sqlite3_column_int64(Select.get(), 1) != checksum(Table, Number, Select.column(0)))
    return std::nullopt;
  return Select.column(0).str();
}

bool readTable(sqlite3 *Database, const char *Table, uint32_t Size, llvm::function_ref<void(llvm::StringRef)> Visit) {
  Statement Select(Database, std::string("SELECT value, checksum FROM ") + Table + " ORDER BY number");
  for (uint32_t Number = 0; Number < Size; ++Number) {
    if (Select.step() != SQLITE_ROW)
      return false;
    const llvm::StringRef Value = Select.column(0);
    if (sqlite3_column_int64(Select.get(), 1) != checksum(Table, Number, Value))
      return false;
    Visit(Value);
  }
  return true;
}

} // namespace asynctidy::link
