#include "link/encoding.h"
#include "link/index-tables.h"
#include "link/index.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <sqlite3.h>

#include <map>
#include <utility>

namespace asynctidy::link {
namespace {

/// Of the locks a function takes the index keeps the nearest, and only those within few calls: else it would be many
/// times as large as all the facts it comes from. It tells who looks at one file what surrounds it; who wrote it has
/// seen everything.
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
  if (Of.program().isAmbiguous(F.Id)) // which one runs is known only where its body is at hand
    return Summary;
  Summary.Programs = Of.program().programsOf(N);
  for (const bool WaitsForWork : {false, true})
    if (std::optional<BlockingChain> Chain = Of.blockingChains().chainOf(N, WaitsForWork))
      Summary.Blocking.push_back(std::move(*Chain));
  for (const LockSummaries::Entry &E : Of.lockSummaries().of(N))
    if (E.Calls <= MostCalls && Summary.Locks.size() < MostLocks)
      Summary.Locks.push_back(Of.lockSummaries().expanded(N, E));
  return Summary;
}

class Writer {
public:
  Writer(sqlite3 *Database, Analysis &Of) : Database(Database), Of(Of), Names(Of.program().strings()) {}

  bool write(const IndexInfo &Info) {
    if (!execute(Database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = " +
                               std::to_string(SchemaVersion) +
                               "; PRAGMA application_id = " + std::to_string(ApplicationId) + "; BEGIN;"))
      return false;
    for (const char *Table : IndexTables)
      if (!execute(Database, std::string("CREATE TABLE ") + Table +
                                 "(key BLOB PRIMARY KEY, value BLOB, checksum INTEGER)"))
        return false;
    return writeInfo(Info) && writeFunctions() && writeNestings() && writeTexts() && execute(Database, "COMMIT");
  }

private:
  bool writeInfo(const IndexInfo &Info) {
    TableWriter Meta(Database, "meta"), Files(Database, "files");
    Meta.add("root", Info.Root);
    Meta.add("tool", Info.Tool);
    for (const InputFile &F : Info.Files)
      Files.add(F.Path, F.Digest);
    return Meta.succeeded() && Files.succeeded();
  }

  bool writeFunctions() {
    TableWriter Functions(Database, "functions"), Overriders(Database, "overriders");
    std::map<llvm::StringRef, std::string> Overriding;
    std::vector<Program::Number> Sorted;
    for (Program::Number N = 0; N < Of.program().functions().size(); ++N)
      if (!Of.program().known(N))
        Sorted.push_back(N);
    llvm::sort(Sorted, [&](Program::Number A, Program::Number B) {
      return Names[Of.program().functions()[A].Id] < Names[Of.program().functions()[B].Id];
    });
    Text Last = 0;
    for (const Program::Number N : Sorted) {
      if (std::exchange(Last, Of.program().functions()[N].Id) == Last)
        continue;
      const FunctionSummary Summary = summaryOf(Of, N);
      if (Summary.Blocking.empty() && Summary.Locks.empty() && Summary.Overrides.empty())
        continue;
      Functions.add(Names[Summary.Id], encoded(Summary));
      for (const Text Base : Summary.Overrides)
        Overriding[Names[Base]] += (Names[Summary.Id] + "\n").str();
    }
    for (const auto &[Base, Ids] : Overriding)
      Overriders.add(Base, Ids);
    return Functions.succeeded() && Overriders.succeeded();
  }

  bool writeNestings() {
    TableWriter Nestings(Database, "nestings");
    uint32_t Next = 0;
    for (const LockGraph::Edge &E : Of.lockGraph().edges())
      for (const LockGraph::Witness &W : E.Witnesses)
        Nestings.add(rowKey(Next++), encoded(Of.lockGraph().expanded(W)));
    return Nestings.succeeded();
  }

  bool writeTexts() {
    TableWriter Table(Database, "texts");
    for (uint32_t I = 0; I < Texts.texts().size(); ++I)
      Table.add(rowKey(I), Names[Texts.texts()[I]]);
    return Table.succeeded();
  }

  template <class Fact> std::string encoded(const Fact &F) {
    std::string Json;
    llvm::raw_string_ostream Stream(Json);
    llvm::json::OStream Out(Stream);
    Encoder(Out, Texts).write(F);
    Stream.flush();
    return Json;
  }

  sqlite3 *Database;
  Analysis &Of;
  const Strings &Names;
  TextNumbers Texts;
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
