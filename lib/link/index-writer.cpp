#include "link/index-tables.h"
#include "link/index.h"
#include "summaries/encoder.h"
#include "summaries/encoding.h"
#include "summaries/in-order.h"
#include "summaries/sentence.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

#include <sqlite3.h>

#include <map>

namespace asynctidy::link {
namespace {

/// Of the locks a function takes the index keeps only the nearest ones within few calls: else it would be many times as
/// large as the facts it is made from. It only supports the analysis of single files; `link` itself reports findings of
/// the whole program.
constexpr size_t MostLocks = 8;
constexpr uint32_t MostCalls = 4;

FunctionSummary summaryOf(Analysis &Of, Program::Number N) {
  const FunctionFacts &F = Of.program().functions()[N];
  FunctionSummary Summary;
  Summary.Id = F.Id;
  Summary.Name = F.Name;
  Summary.At = F.At;
  Summary.IsCoroutine = F.IsCoroutine;
  Summary.IsEager = F.IsEager;
  Summary.Overrides = F.Overrides;
  if (Of.program().isAmbiguous(F.Id)) // which definition runs is known only in its own file
    return Summary;
  Summary.Programs = Of.program().programsOf(N);
  for (const bool WaitsForWork : {false, true})
    for (BlockingChain &Chain : Of.blockingChains().chainsOf(N, WaitsForWork))
      Summary.Blocking.push_back(std::move(Chain));
  for (const LockSummaries::Entry &E : Of.lockSummaries().of(N))
    if (E.Calls <= MostCalls && Summary.Locks.size() < MostLocks)
      Summary.Locks.push_back(Of.lockSummaries().expanded(N, E));
  return Summary;
}

class Writer {
public:
  Writer(sqlite3 *Database, Analysis &Of)
      : Database(Database), Of(Of), Whole(Of.program()), Names(Of.program().strings()) {}

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
    return writeBuckets("files", Files) && writeFunctions() && writeNestings() && writeTexts() && writeInfo(Info) &&
           execute(Database, "COMMIT");
  }

private:
  /// Written last, when the sizes are known.
  bool writeInfo(const IndexInfo &Info) {
    llvm::json::Object About;
    for (const auto &[Table, Size] : Sizes)
      About[Table] = Size;
    About["root"] = asUtf8(Info.Root);
    About["tool"] = Info.Tool;
    TableWriter Meta(Database, "meta");
    Meta.add(llvm::formatv("{0}", llvm::json::Value(std::move(About))).str());
    return Meta.succeeded();
  }

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

  /// The functions by bucket, sorted by Id in each; one function of an ambiguous Id.
  std::vector<std::vector<Program::Number>> functionsByBucket() const {
    std::vector<std::vector<Program::Number>> Buckets(bucketsFor(Whole.functions().size()));
    for (Program::Number N = 0; N < Whole.functions().size(); ++N) {
      const FunctionFacts &F = Whole.functions()[N];
      if (!Whole.known(N) && Whole.find(F.Id) == &F)
        Buckets[bucketOf(Names[F.Id], static_cast<uint32_t>(Buckets.size()))].push_back(N);
    }
    for (std::vector<Program::Number> &Bucket : Buckets)
      llvm::sort(Bucket, [&](Program::Number A, Program::Number B) {
        return Names[Whole.functions()[A].Id] < Names[Whole.functions()[B].Id];
      });
    return Buckets;
  }

  bool writeFunctions() {
    const std::vector<std::vector<Program::Number>> Buckets = functionsByBucket();
    std::map<llvm::StringRef, std::string> Overriding;
    Of.blockingChains(); // computed before other threads read them
    Of.lockSummaries();
    constexpr size_t AtOnce = 256; // buckets for one thread
    TableWriter Table(Database, "functions");
    inOrder((Buckets.size() + AtOnce - 1) / AtOnce,
            [&](size_t I) {
              std::vector<std::string> Encoded;
              for (size_t B = I * AtOnce; B < std::min(Buckets.size(), (I + 1) * AtOnce); ++B)
                Encoded.push_back(encoded(Buckets[B]));
              return Encoded;
            },
            [&](const std::vector<std::string> &Encoded) {
              for (const std::string &Bucket : Encoded)
                Table.add(Bucket);
              return Table.succeeded();
            });
    for (const std::vector<Program::Number> &Bucket : Buckets)
      for (const Program::Number N : Bucket)
        for (const Text Base : Whole.functions()[N].Overrides)
          Overriding[Names[Base]] += (Names[Whole.functions()[N].Id] + "\n").str();
    return finish(Table, "functions") && writeBuckets("overriders", Overriding);
  }

  std::string encoded(const std::vector<Program::Number> &Bucket) const {
    std::string Entries;
    for (const Program::Number N : Bucket) {
      const FunctionSummary Summary = summaryOf(Of, N);
      if (!Summary.Blocking.empty() || !Summary.Locks.empty() || !Summary.Overrides.empty())
        addEntry(Entries, Names[Summary.Id], encoded(Summary));
    }
    return Entries;
  }

  bool writeNestings() {
    TableWriter Table(Database, "nestings");
    for (const LockGraph::Edge &E : Of.lockGraph().edges())
      for (const LockGraph::Witness &W : E.Witnesses)
        Table.add(encoded(Of.lockGraph().expanded(W)));
    return finish(Table, "nestings");
  }

  /// Writes all texts of the program, so that their numbers stay valid.
  bool writeTexts() {
    TableWriter Table(Database, "texts");
    for (Text T = 0; T < Names.size(); ++T)
      Table.add(Names[T]);
    return finish(Table, "texts");
  }

  template <class Fact> static std::string encoded(const Fact &F) {
    llvm::SmallString<1024> Json;
    llvm::raw_svector_ostream Stream(Json);
    llvm::json::OStream Out(Stream);
    Encoder(Out, [](Text T) { return T; }).write(F);
    return Json.str().str();
  }

  sqlite3 *Database;
  Analysis &Of;
  const Program &Whole;
  const Strings &Names;
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
