#include "link/stored-functions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

namespace asynctidy::link {
namespace {

/// Of the locks a function takes the index keeps only the nearest ones within few calls: else it would be many times as
/// large as the facts it is made from. It only supports the analysis of single files; `link` itself reports findings of
/// the whole program.
constexpr size_t MostLocks = 8;
constexpr uint32_t MostCalls = 4;

} // namespace

StoredFunctions::StoredFunctions(Analysis &Of, const std::vector<std::string> &MainFiles)
    : Of(Of), Whole(Of.program()), Chains(Of.blockingChains()), Summaries(Of.lockSummaries()),
      IsMainFile(Whole.strings().size(), false), NeededLocks(Whole.functions().size(), 0),
      IsNeeded(Whole.functions().size(), false), Refs(Whole.functions().size()),
      StoredLocks(Of.lockSummaries().locks(), 0) {
  const Strings &Names = Whole.strings();
  llvm::StringSet<> Mains;
  Mains.insert(MainFiles.begin(), MainFiles.end());
  const auto Size = static_cast<Program::Number>(Whole.functions().size());
  for (Program::Number F = 0; F < Size; ++F)
    if (const Text File = Whole.functions()[F].At.File; Mains.contains(Names[File]))
      IsMainFile[File] = true;

  std::vector<bool> IsStored(Size, false);
  for (Program::Number F = 0; F < Size; ++F) {
    if (!isAnswer(F))
      continue;
    const FunctionFacts &Facts = Whole.functions()[F];
    IsStored[F] = !Facts.Overrides.empty();
    if (Whole.isAmbiguous(Facts.Id))
      continue;
    needBlocking(F);
    for (uint32_t I = 0; I < answersOf(F); ++I)
      needLock(F, I);
  }
  for (const LockGraph::Edge &E : Of.lockGraph().edges())
    for (const LockGraph::Witness &W : E.Witnesses)
      if (W.IsCall) {
        const Program::Number Target = Of.callGraph().target(W.Function, W.Event);
        needLock(Target, static_cast<uint32_t>(W.Entry));
      }
  size_t Stored = 0;
  for (Program::Number F = 0; F < Size; ++F) {
    IsStored[F] = IsStored[F] || NeededLocks[F] || IsNeeded[F];
    Stored += IsStored[F];
  }
  Buckets.resize(bucketsFor(Stored));
  for (Program::Number F = 0; F < Size; ++F)
    if (IsStored[F])
      Buckets[bucketOf(Names[Whole.functions()[F].Id], static_cast<uint32_t>(Buckets.size()))].push_back(F);
  for (uint32_t B = 0; B < Buckets.size(); ++B) {
    llvm::sort(Buckets[B], [&](Program::Number X, Program::Number Y) {
      return std::pair(Names[Whole.functions()[X].Id], X) < std::pair(Names[Whole.functions()[Y].Id], Y);
    });
    for (uint32_t Slot = 0; Slot < Buckets[B].size(); ++Slot)
      Refs[Buckets[B][Slot]] = {B, Slot};
  }
}

/// Whether other files can ask for \p F.
bool StoredFunctions::isAnswer(Program::Number F) const {
  const FunctionFacts &Facts = Whole.functions()[F];
  if (Whole.known(F) || Whole.find(Facts.Id) != &Facts)
    return false;
  const bool IsLocal = Whole.strings()[Facts.Id].contains('|') && IsMainFile[Facts.At.File]; // see facts::Symbols
  return !IsLocal || !Facts.Overrides.empty();
}

llvm::StringRef StoredFunctions::nameOf(Program::Number F) const {
  return isAnswer(F) ? Whole.strings()[Whole.functions()[F].Id] : "";
}

/// The number of locks that others are told.
size_t StoredFunctions::answersOf(Program::Number F) const {
  const auto Few = Summaries.of(F).take_front(MostLocks);
  return static_cast<size_t>(llvm::count_if(Few, [](const auto &E) { return E.Calls <= MostCalls; }));
}

void StoredFunctions::needLock(Program::Number F, uint32_t Number) {
  while (!(NeededLocks[F] >> Number & 1)) {
    NeededLocks[F] |= uint64_t(1) << Number;
    const LockSummaries::Entry &E = Summaries.of(F)[Number];
    if (E.Calls == 0)
      return;
    F = Of.callGraph().target(F, E.Event);
    Number = E.Origin;
  }
}

void StoredFunctions::needBlocking(Program::Number F) {
  std::vector<Program::Number> Pending = {F};
  while (!Pending.empty()) {
    F = Pending.back();
    Pending.pop_back();
    if (IsNeeded[F])
      continue;
    for (const bool WaitsForWork : {false, true})
      for (const BlockingChains::Distance &D : Chains.waysOf(F, WaitsForWork)) {
        IsNeeded[F] = true;
        if (D.Calls)
          Pending.push_back(Of.callGraph().target(F, D.Event));
      }
  }
}

StoredFunction StoredFunctions::stored(Program::Number F) {
  const FunctionFacts &Facts = Whole.functions()[F];
  StoredFunction Row;
  Row.Name = Facts.Name;
  Row.At = Facts.At;
  Row.IsCoroutine = Facts.IsCoroutine;
  Row.IsEager = Facts.IsEager;
  Row.Overrides.assign(Facts.Overrides.begin(), Facts.Overrides.end());
  Row.IsAmbiguous = Whole.isAmbiguous(Facts.Id);
  if (!Row.IsAmbiguous)
    Row.Programs = Whole.programsOf(F);
  CallIndices.assign(Facts.Calls.size(), 0);
  if (IsNeeded[F])
    addBlocking(Row, F);
  addLocks(Row, F);
  return Row;
}

/// Sets \p Index to the number of that call in the row, which is added if it is new.
void StoredFunctions::addCall(StoredFunction &Into, Program::Number F, uint32_t Call, uint32_t &Index) {
  uint32_t &Known = CallIndices[Call];
  if (!Known) {
    const summaries::Call &C = Whole.functions()[F].Calls[Call];
    Into.Calls.push_back({C.At, C.CalleeName, C.How == Call::Way::Awaited, Refs[Of.callGraph().target(F, Call)]});
    Known = static_cast<uint32_t>(Into.Calls.size());
  }
  Index = Known;
}

void StoredFunctions::addBlocking(StoredFunction &Into, Program::Number F) {
  for (const bool WaitsForWork : {false, true})
    for (const BlockingChains::Distance &D : Chains.waysOf(F, WaitsForWork)) {
      StoredBlocking &B = Into.Blocking.emplace_back();
      B.WaitsForWork = WaitsForWork;
      B.OnlyIf = D.If.OnlyIf;
      B.DecidedBy = D.If.DecidedBy;
      B.Assumes = D.If.Assumes;
      if (D.Calls) {
        addCall(Into, F, D.Event, B.Call);
        const Program::Number Target = Of.callGraph().target(F, D.Event);
        B.Rest = D.Origin + static_cast<uint32_t>(WaitsForWork ? Chains.waysOf(Target, false).size() : 0);
        continue;
      }
      const Blocker &End = Whole.functions()[F].Blockers[D.Event];
      B.At = End.At;
      B.Callee = End.Name;
      B.Advice = End.Advice;
      B.Because = End.Because;
      B.RunsLoop = End.RunsLoop;
    }
}

void StoredFunctions::addLocks(StoredFunction &Into, Program::Number F) {
  const size_t Answers = isAnswer(F) ? answersOf(F) : 0;
  for (uint32_t I = 0; I < Summaries.of(F).size() && NeededLocks[F] >> I; ++I) {
    if (!(NeededLocks[F] >> I & 1))
      continue;
    const LockSummaries::Entry &E = Summaries.of(F)[I];
    uint32_t &What = StoredLocks[Summaries.number(E)];
    if (!What)
      What = Locks.add(Summaries.lock(E)) + 1;
    StoredLock &L = Into.Locks.emplace_back();
    L.Number = I;
    L.IsAnswer = I < Answers;
    L.BeforeSuspension = E.BeforeSuspension;
    L.What = What - 1;
    L.OnlyIf = Summaries.condition(E);
    if (E.Calls) {
      addCall(Into, F, E.Event, L.Call);
      L.Rest = E.Origin;
    } else {
      L.At = Whole.functions()[F].Acquisitions[E.Event].At;
    }
  }
}

} // namespace asynctidy::link
