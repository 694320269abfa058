#include "link/program.h"

#include "llvm/ADT/SmallSet.h"
#include "llvm/ADT/Twine.h"

namespace asynctidy::link {

void Program::add(UnitFacts Unit) {
  beginUnit(Unit.About.HasMain ? Names.add(Unit.About.MainFile) : 0);
  for (FunctionFacts &F : Unit.Functions)
    add(std::move(F));
  for (const GlobalVariable &G : Unit.Globals)
    if (llvm::SmallVector<Text, 1> &Files = Globals[G.Name]; !llvm::is_contained(Files, G.File))
      Files.push_back(G.File);
  for (LockNesting &Order : Unit.Orders)
    add(std::move(Order));
}

/// Adds an order that a declaration says; many units include the same header.
void Program::add(LockNesting Order) {
  const auto Same = llvm::find_if(KnownNestings, [&](const LockNesting &Known) {
    return Known.At == Order.At && Known.Held == Order.Held && Known.Acquired == Order.Acquired;
  });
  if (Same == KnownNestings.end()) {
    if (UnitMain)
      Order.Programs = {UnitMain};
    KnownNestings.push_back(std::move(Order));
  } else if (!UnitMain) {
    Same->Programs.clear();
  } else if (!Same->Programs.empty() && !llvm::is_contained(Same->Programs, UnitMain)) {
    Same->Programs.push_back(UnitMain);
  }
}

/// The functions added next are of the translation unit \p MainFile, which has a `main`, or of one without (0), which
/// is part of every program.
void Program::beginUnit(Text MainFile) {
  UnitMain = MainFile;
  HasSeveralPrograms |= AnyMain && MainFile && MainFile != AnyMain;
  if (MainFile)
    AnyMain = MainFile;
}

/// A function that is added again is part of this unit's programs too.
void Program::joinUnit(Number F) {
  const auto It = Restricted.find(F);
  if (It == Restricted.end())
    return;
  if (!UnitMain)
    Restricted.erase(It);
  else if (!llvm::is_contained(It->second, UnitMain))
    It->second.push_back(UnitMain);
}

void Program::add(FunctionFacts F) {
  const auto Next = static_cast<Number>(Functions.size());
  const bool IsNew = ById.try_emplace(F.Id, Next).second;
  if (!IsNew) {
    for (const Number Other : definitionsOf(F.Id))
      if (Functions[Other].At == F.At) {
        joinUnit(Other);
        return;
      }
    FurtherById[F.Id].push_back(Next);
  }
  for (const Text Base : F.Overrides)
    if (std::vector<Text> &Known = Overriders[Base]; IsNew || !llvm::is_contained(Known, F.Id))
      Known.push_back(F.Id);
  if (UnitMain)
    Restricted[Next] = {UnitMain};
  Functions.push_back(std::move(F));
}

void Program::addKnown(FunctionSummary F) {
  if (find(F.Id))
    return;
  FunctionFacts Shell;
  Shell.Id = F.Id;
  Shell.Name = F.Name;
  Shell.At = F.At;
  Shell.IsCoroutine = F.IsCoroutine;
  Shell.IsEager = F.IsEager;
  Shell.Overrides = F.Overrides;
  const auto Next = static_cast<Number>(Functions.size());
  beginUnit(0);
  add(std::move(Shell));
  if (!F.Programs.empty())
    Restricted[Next] = F.Programs;
  HasSeveralPrograms |= !F.Programs.empty();
  Known.try_emplace(Next, std::move(F));
}

void Program::addKnown(LockNesting Nesting) {
  const auto It = ById.find(Nesting.Function);
  if (It != ById.end() && !Known.count(It->second))
    return;
  HasSeveralPrograms |= !Nesting.Programs.empty();
  KnownNestings.push_back(std::move(Nesting));
}

void Program::tellGlobalsApart() {
  llvm::DenseMap<Text, llvm::SmallVector<Text, 1>> Ambiguous;
  for (const auto &[Variable, Files] : Globals)
    if (Files.size() > 1)
      Ambiguous.try_emplace(Variable, Files);
  if (Ambiguous.empty())
    return;
  for (FunctionFacts &F : Functions) {
    const auto TellApart = [&](ObjectPath &Path) {
      const auto It = Path.From == ObjectPath::Root::Global ? Ambiguous.find(Path.Variable) : Ambiguous.end();
      if (It == Ambiguous.end())
        return;
      if (llvm::is_contained(It->second, F.At.File)) {
        Path.Variable = Names.add((llvm::Twine(Names[F.At.File]) + "|" + Names[Path.Variable]).str());
      } else {
        Path.From = ObjectPath::Root::Unknown;
        Path.Variable = 0;
      }
    };
    for (Hold &H : F.Holds)
      TellApart(H.What.Path);
    for (Acquisition &A : F.Acquisitions)
      TellApart(A.What.Path);
    for (Exclusion &X : F.Exclusions)
      TellApart(X.What.Path);
    for (Call &C : F.Calls) {
      TellApart(C.Object);
      llvm::for_each(C.Arguments, TellApart);
    }
  }
}

/// A call that can mean more functions than these is left as it is: what it does says little of any of them.
static constexpr size_t MostOverriders = 8;

void Program::callOverriders() {
  for (Number F = 0; F < Functions.size(); ++F) {
    std::vector<Call> Added;
    for (const Call &C : Functions[F].Calls) {
      const llvm::SmallVector<Number, 1> Meant = C.IsVirtual ? candidates(F, C) : llvm::SmallVector<Number, 1>();
      if (Meant.size() < 2 || Meant.size() > MostOverriders)
        continue;
      for (const Number One : Meant) {
        Call &Of = Added.emplace_back(C);
        Of.Callee = Functions[One].Id;
        Of.IsVirtual = false;
        Of.MayBlock = true;
      }
    }
    if (!Added.empty())
      Functions[F].Calls.append(Added.begin(), Added.end());
  }
}

void Program::silenceNothing() {
  const auto Forget = [](auto &Events) {
    for (auto &Event : Events)
      Event.Silenced = {};
  };
  for (FunctionFacts &F : Functions) {
    Forget(F.Acquisitions);
    Forget(F.Exclusions);
    Forget(F.Calls);
    Forget(F.Blockers);
  }
  for (LockNesting &Order : KnownNestings)
    Order.IsSilenced = false;
}

const FunctionFacts *Program::find(Text Id) const {
  const auto It = ById.find(Id);
  return It == ById.end() ? nullptr : &Functions[It->second];
}

const FunctionSummary *Program::known(Number F) const {
  const auto It = Known.find(F);
  return It == Known.end() ? nullptr : &It->second;
}

const ProgramSet &Program::programsOf(Number F) const {
  static const ProgramSet Every;
  const auto It = HasSeveralPrograms ? Restricted.find(F) : Restricted.end();
  return It == Restricted.end() ? Every : It->second;
}

std::optional<Program::Number> Program::onlyDefinitionOf(Text Id) const {
  if (HasSeveralPrograms || isAmbiguous(Id))
    return std::nullopt;
  const auto It = ById.find(Id);
  return It == ById.end() ? std::nullopt : std::optional(It->second);
}

llvm::SmallVector<Program::Number, 1> Program::definitionsOf(Text Id) const {
  llvm::SmallVector<Number, 1> Found;
  if (const auto It = ById.find(Id); It != ById.end())
    Found.push_back(It->second);
  if (const auto It = FurtherById.find(Id); It != FurtherById.end())
    Found.append(It->second.begin(), It->second.end());
  return Found;
}

llvm::SmallVector<Program::Number, 1> Program::candidates(Number Caller, const Call &C) const {
  llvm::SmallVector<Number, 1> Found;
  llvm::SmallVector<Text, 8> Pending = {C.Callee};
  llvm::SmallSet<Text, 8> Seen;
  while (!Pending.empty()) {
    const Text Id = Pending.pop_back_val();
    if (!Seen.insert(Id).second)
      continue;
    llvm::SmallVector<Number, 1> Definitions = definitionsOf(Id);
    llvm::erase_if(Definitions, [&](Number F) { return !common(programsOf(F), programsOf(Caller)); });
    const auto IsInCallersFile = [&](Number F) { return Functions[F].At.File == Functions[Caller].At.File; };
    if (Definitions.size() > 1 && llvm::any_of(Definitions, IsInCallersFile))
      llvm::erase_if(Definitions, [&](Number F) { return !IsInCallersFile(F); });
    Found.append(Definitions);
    if (!C.IsVirtual)
      break;
    if (const auto It = Overriders.find(Id); It != Overriders.end())
      Pending.append(It->second.begin(), It->second.end());
  }
  return Found;
}

} // namespace asynctidy::link
