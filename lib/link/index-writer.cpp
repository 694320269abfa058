#include "link/index-tables.h"
#include "link/index.h"
#include "link/stored-functions.h"
#include "summaries/sentence.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <sqlite3.h>

#include <map>

namespace asynctidy::link {
namespace {

/// Numbers texts in the order in which they are first written.
class TextRows {
public:
  explicit TextRows(const Strings &Names) : Numbers(Names.size(), 0) { of(0); }
  uint32_t of(Text T) {
    if (!Numbers[T]) {
      Order.push_back(T);
      Numbers[T] = static_cast<uint32_t>(Order.size());
    }
    return Numbers[T] - 1;
  }
  const std::vector<Text> &texts() const { return Order; }

private:
  std::vector<uint32_t> Numbers; ///< by text: its number and 1
  std::vector<Text> Order;
};

class Writer {
public:
  Writer(sqlite3 *Database, Analysis &Of)
      : Database(Database), Of(Of), Whole(Of.program()), Names(Of.program().strings()), Texts(Names) {}

  bool write(const IndexInfo &Info) {
    if (!execute(Database, "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                           "PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version = " +
                               std::to_string(SchemaVersion) +
                               "; PRAGMA application_id = " + std::to_string(ApplicationId) + "; BEGIN;"))
      return false;
    for (const char *Table : IndexTables)
      if (!execute(Database,
                   std::string("CREATE TABLE ") + Table + "(number INTEGER PRIMARY KEY, value BLOB, checksum INTEGER)"))
        return false;
    std::map<llvm::StringRef, std::string> Files;
    for (const InputFile &F : Info.Files)
      Files[F.Path] = F.Digest;
    StoredFunctions Functions(Of, Info.MainFiles);
    return writeBuckets("files", Files) && writeFunctions(Functions) && writeOverriders(Functions) &&
           writeNestings(Functions) && writeLocks(Functions) && writeTexts() && writeInfo(Info) &&
           execute(Database, "COMMIT");
  }

private:
  /// Written last, when the sizes are known.
  bool writeInfo(const IndexInfo &Info) {
    llvm::json::Object About;
    for (const auto &[Table, Size] : Sizes)
      About[Table] = Size;
    About["root"] = llvm::json::isUTF8(Info.Root) ? Info.Root : llvm::json::fixUTF8(Info.Root);
    About["tool"] = Info.Tool;
    TableWriter Meta(Database, "meta");
    Meta.add(llvm::formatv("{0}", llvm::json::Value(std::move(About))).str());
    return Meta.succeeded();
  }

  /// Values in a table whose rows have many of them.
  class Rows {
  public:
    Rows(sqlite3 *Database, const char *Name) : Table(Database, Name) {}
    void add(llvm::StringRef Value) {
      Row.text(Value);
      if (++Size % InOneRow == 0)
        end();
    }
    const TableWriter &finished() {
      if (!Row.Bytes.empty())
        end();
      return Table;
    }

  private:
    void end() {
      Table.add(Row.Bytes);
      Row.Bytes.clear();
    }

    TableWriter Table;
    summaries::ByteWriter Row;
    uint32_t Size = 0;
  };

  bool finish(Rows &Of, const char *Name) { return finish(Of.finished(), Name); }
  bool finish(const TableWriter &Table, const char *Name) {
    Sizes[Name] = Table.size();
    return Table.succeeded();
  }

  bool writeBuckets(const char *Name, const std::map<llvm::StringRef, std::string> &Entries) {
    std::vector<std::string> Buckets(bucketsFor(Entries.size()));
    for (const auto &[Key, Value] : Entries)
      addEntry(Buckets[bucketOf(Key, static_cast<uint32_t>(Buckets.size()))], Key, Value);
    TableWriter Table(Database, Name);
    for (const std::string &Bucket : Buckets)
      Table.add(Bucket);
    return finish(Table, Name);
  }

  bool writeFunctions(StoredFunctions &Functions) {
    TableWriter Table(Database, "functions");
    for (const std::vector<Program::Number> &Bucket : Functions.buckets()) {
      std::string Entries;
      for (const Program::Number F : Bucket)
        addEntry(Entries, Functions.nameOf(F), encoded(Functions.stored(F)));
      Table.add(Entries);
    }
    return finish(Table, "functions");
  }

  bool writeOverriders(const StoredFunctions &Functions) {
    std::map<llvm::StringRef, std::string> Overriding;
    for (const std::vector<Program::Number> &Bucket : Functions.buckets())
      for (const Program::Number F : Bucket)
        if (const llvm::StringRef Id = Functions.nameOf(F); !Id.empty())
          for (const Text Base : Whole.functions()[F].Overrides)
            Overriding[Names[Base]] += (Id + "\n").str();
    return writeBuckets("overriders", Overriding);
  }

  bool writeNestings(const StoredFunctions &Functions) {
    Rows Nestings(Database, "nestings");
    for (const LockGraph::Edge &E : Of.lockGraph().edges())
      for (const LockGraph::Witness &W : E.Witnesses) {
        StoredNesting N;
        N.Known = Of.lockGraph().begun(W);
        llvm::sort(N.Known.Gates, [&](const LockNesting::Gate &A, const LockNesting::Gate &B) {
          return Names[A.Key] < Names[B.Key]; // numbers depend on the order of reading
        });
        if (W.IsCall) {
          N.Target = Functions.refOf(Of.callGraph().target(W.Function, W.Event));
          N.Rest = W.Entry + 1;
        }
        Nestings.add(encoded(N));
      }
    return finish(Nestings, "nestings");
  }

  bool writeLocks(const StoredFunctions &Functions) {
    Rows Locks(Database, "locks");
    for (LockTable::Number N = 0; N < Functions.locks().size(); ++N)
      Locks.add(encoded(Functions.locks()[N]));
    return finish(Locks, "locks");
  }

  /// The texts that the other tables name; therefore after those.
  bool writeTexts() {
    Rows All(Database, "texts");
    for (const Text T : Texts.texts())
      All.add(Names[T]);
    return finish(All, "texts");
  }

  template <class Fact> std::string encoded(const Fact &F) {
    const auto NumberOf = [&](Text T) { return Texts.of(T); };
    summaries::FactsWriter Out(NumberOf);
    Out.write(F);
    return std::move(Out.Bytes);
  }

  sqlite3 *Database;
  Analysis &Of;
  const Program &Whole;
  const Strings &Names;
  TextRows Texts;
  std::map<std::string, uint32_t> Sizes; ///< by table
};

} // namespace

llvm::Error writeIndex(llvm::StringRef Path, Analysis &Of, const IndexInfo &Info) {
  const auto Failed = [&](const llvm::Twine &Why) { return sentence(Path + " cannot be written: " + Why); };
  llvm::SmallString<128> Aside;
  if (const std::error_code E = llvm::sys::fs::createUniqueFile(Path + ".%%%%%%", Aside))
    return Failed(E.message());
  sqlite3 *Database = nullptr;
  bool Succeeded = sqlite3_open(Aside.c_str(), &Database) == SQLITE_OK;
  Succeeded = Succeeded && Writer(Database, Of).write(Info);
  const std::string Why = sqlite3_errmsg(Database);
  Succeeded &= sqlite3_close(Database) == SQLITE_OK;
  std::error_code Renaming;
  if (Succeeded)
    Renaming = llvm::sys::fs::rename(Aside, Path);
  if (Succeeded && !Renaming)
    return llvm::Error::success();
  llvm::sys::fs::remove(Aside);
  return Failed(Succeeded ? Renaming.message() : Why);
}

} // namespace asynctidy::link
