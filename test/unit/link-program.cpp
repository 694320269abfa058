#include "link-program.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace asynctidy::link;

namespace asynctidy::unit {

ObjectPath pathOf(llvm::StringRef Text, Strings &Names) {
  ObjectPath Path;
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Text.split(Parts, '.', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  if (Parts.empty())
    return Path;
  const llvm::StringRef Root = Parts.front();
  if (Root == "this") {
    Path.From = ObjectPath::Root::This;
  } else if (Root.front() == '#') {
    Path.From = ObjectPath::Root::Parameter;
    Path.Number = static_cast<uint8_t>(Root[1] - '0');
  } else if (Root.front() == '~') {
    Path.From = ObjectPath::Root::Local;
    Path.Variable = Names.add(Root.drop_front());
  } else if (Root == "true" || Root == "false") {
    Path.From = ObjectPath::Root::Constant;
    Path.Number = Root == "true";
  } else if (Root != "?") {
    Path.From = ObjectPath::Root::Global;
    Path.Variable = Names.add(Root);
  }
  for (const llvm::StringRef Step : llvm::ArrayRef(Parts).drop_front())
    Path.Steps.push_back(Step == "[]" ? 0 : Names.add(Step));
  return Path;
}

std::string toText(const std::vector<Finding> &Findings, const Strings &Names) {
  std::string Result;
  const auto Line = [&](const Place &At, llvm::StringRef Message) {
    Result += (Names[At.File] + ":" + llvm::Twine(At.Line) + ": " + Message).str();
  };
  for (const Finding &F : Findings) {
    Line(F.At, F.Message);
    switch (F.Check) {
    case CheckId::BlockingCall:
      Result += " [blocking-call]\n";
      break;
    case CheckId::BlockingWait:
      Result += " [blocking-wait]\n";
      break;
    case CheckId::LockOrder:
      Result += " [lock-order]\n";
      break;
    case CheckId::SelfDeadlock:
      Result += " [self-deadlock]\n";
    }
    for (const Finding::Note &N : F.Notes) {
      if (N.Where == asynctidy::report::ShownIn::Data)
        continue;
      Result += "  ";
      Line(N.At, N.Message);
      Result += '\n';
    }
  }
  return Result;
}

Function::Function(Strings &Names, llvm::StringRef Id, Place At, uint32_t &NextLine)
    : Names(Names), NextLine(NextLine) {
  Facts.Id = Names.add(Id);
  Facts.Name = Names.add(("'" + Id + "'").str());
  Facts.Stable = Names.add(("stable " + Id).str());
  Facts.At = At;
}

Place Function::next() { return {Facts.At.File, NextLine++, 1}; }

Lock Function::lockAt(llvm::StringRef Path, Mode M) {
  return {pathOf(Path, Names), M.IsAsync, M.IsShared, M.IsRecursive};
}

Function &Function::lock(llvm::StringRef Path, Mode M) {
  Acquisition A;
  A.What = lockAt(Path, M);
  A.At = next();
  A.BeforeSuspension = !HasSuspended;
  A.Held = Held;
  Held.push_back(static_cast<uint32_t>(Facts.Holds.size()));
  Facts.Holds.push_back({A.What, A.At, /*OnEveryPath=*/true});
  Facts.Acquisitions.push_back(std::move(A));
  LastSilenced = &Facts.Acquisitions.back().Silenced;
  LastCondition = &Facts.Acquisitions.back().OnlyIf;
  return *this;
}

Function &Function::tryLock(llvm::StringRef Path, Mode M) {
  lock(Path, M);
  Facts.Acquisitions.back().OnlyTries = true;
  return *this;
}

Function &Function::unlock() {
  Held.pop_back();
  return *this;
}

Function &Function::blocks(llvm::StringRef Name, llvm::StringRef Because) {
  Blocker B;
  B.At = next();
  B.Name = Names.add(("'" + Name + "'").str());
  B.Because = Names.add(Because);
  Facts.Blockers.push_back(B);
  LastSilenced = &Facts.Blockers.back().Silenced;
  LastCondition = &Facts.Blockers.back().OnlyIf;
  return *this;
}

Function &Function::waits(llvm::StringRef Name, llvm::StringRef Because) {
  blocks(Name, Because);
  Facts.Blockers.back().WaitsForWork = true;
  return *this;
}
Function &Function::runsLoop(llvm::StringRef Name, llvm::StringRef Because) {
  waits(Name, Because);
  Facts.Blockers.back().RunsLoop = true;
  return *this;
}

void Function::addCall(llvm::StringRef Callee, Call::Way How, llvm::StringRef Object,
                       llvm::ArrayRef<llvm::StringRef> Arguments) {
  Call C;
  C.Callee = Names.add(Callee);
  C.CalleeName = Names.add(("'" + Callee + "'").str());
  C.How = How;
  C.BeforeSuspension = !HasSuspended;
  C.At = next();
  C.Object = pathOf(Object, Names);
  for (const llvm::StringRef Argument : Arguments)
    C.Arguments.push_back(pathOf(Argument, Names));
  C.Held = Held;
  Facts.Calls.push_back(std::move(C));
  LastSilenced = &Facts.Calls.back().Silenced;
  LastCondition = &Facts.Calls.back().OnlyIf;
}

Function &Function::call(llvm::StringRef Callee, llvm::StringRef Object, std::vector<llvm::StringRef> Arguments) {
  addCall(Callee, Call::Way::Plain, Object, Arguments);
  return *this;
}

Function &Function::await(llvm::StringRef Callee, llvm::StringRef Object, std::vector<llvm::StringRef> Arguments) {
  addCall(Callee, Call::Way::Awaited, Object, Arguments);
  HasSuspended = true;
  return *this;
}

Function &Function::spawn(llvm::StringRef Callee) {
  addCall(Callee, Call::Way::Apart, "", {});
  return *this;
}

Function &Function::excluded(llvm::StringRef Callee, llvm::StringRef Path) {
  Exclusion X;
  X.What = lockAt(Path, {});
  X.At = next();
  X.Callee = Names.add(("'" + Callee + "'").str());
  X.Held = Held;
  Facts.Exclusions.push_back(std::move(X));
  LastSilenced = &Facts.Exclusions.back().Silenced;
  return *this;
}

Function &Function::suspend() {
  HasSuspended = true;
  return *this;
}

Function &Function::overrides(llvm::StringRef Id) {
  Facts.Overrides.push_back(Names.add(Id));
  return *this;
}

Function &Function::closed() {
  Facts.IsClosed = true;
  return *this;
}

Function &Function::makesObject() {
  Facts.MakesOrEndsObject = true;
  return *this;
}

Function &Function::eager() {
  Facts.IsEager = true;
  return *this;
}

Function &Function::generator() {
  Facts.IsGenerator = true;
  return *this;
}

Function &Function::onlyIf(uint8_t Parameter, bool Value) {
  *LastCondition = {Parameter, Value};
  return *this;
}

Function &Function::silenced(CheckSet Checks) {
  *LastSilenced = Checks;
  return *this;
}

Function &Function::isVirtual() {
  Facts.Calls.back().IsVirtual = true;
  return *this;
}

Function &Function::mayBlock() {
  Facts.Calls.back().MayBlock = true;
  return *this;
}

Function &Function::maybe() {
  Facts.Holds.back().OnEveryPath = false;
  return *this;
}

/// The counter of the lines of the file \p Name.
static uint32_t &lineOf(std::deque<std::pair<std::string, uint32_t>> &Lines, llvm::StringRef Name) {
  for (auto &[File, Line] : Lines)
    if (File == Name)
      return Line;
  return Lines.emplace_back(Name.str(), 1).second;
}

Place Code::next() { return {Names.add(File), lineOf(Lines, File)++, 1}; }

Function &Code::function(llvm::StringRef Id) {
  const Place At = next();
  Mains.push_back(Main);
  return Functions.emplace_back(Names, Id, At, lineOf(Lines, File));
}

void Code::order(llvm::StringRef First, llvm::StringRef Then) {
  LockNesting &Order = Orders.emplace_back();
  Order.Held.Path = pathOf(First, Names);
  Order.Acquired.Path = pathOf(Then, Names);
  Order.At = next();
  Order.IsDeclared = true;
}

Function &Code::coroutine(llvm::StringRef Id) {
  Function &F = function(Id);
  F.Facts.IsCoroutine = true;
  return F;
}

void Code::again(llvm::StringRef Main) {
  Mains.push_back(Main.str());
  Functions.emplace_back(Functions.back());
}

Program &Code::program() {
  if (!IsComplete && !Orders.empty()) {
    UnitFacts Unit;
    Unit.Orders = Orders;
    Whole.add(std::move(Unit));
  }
  if (!IsComplete)
    for (size_t I = 0; I < Functions.size(); ++I) {
      UnitFacts Unit;
      Unit.About.MainFile = Mains[I];
      Unit.About.HasMain = !Mains[I].empty();
      Unit.Functions.push_back(std::move(Functions[I].Facts));
      Whole.add(std::move(Unit));
    }
  IsComplete = true;
  return Whole;
}

std::vector<FunctionFacts> Code::facts() {
  std::vector<FunctionFacts> All;
  for (Function &F : Functions)
    All.push_back(std::move(F.Facts));
  return All;
}

std::string Code::findings(CheckSet Wanted) {
  const Program &P = program();
  return toText(findingsOf(P, Wanted), P.strings());
}

} // namespace asynctidy::unit
