#include "facts/calls/possible-waits.h"

#include "facts/calls/escape.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/ended-work.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {

const FunctionDecl *accessorNamed(const Stmt &S) {
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  const auto *Callee = Name ? dyn_cast<FunctionDecl>(Name->getDecl()) : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee); // one of an object gives what is that object's
  return Callee && (!Method || Method->isStatic()) && Callee->getNumParams() == 0 &&
                 Callee->getReturnType()->isLValueReferenceType()
             ? Callee->getCanonicalDecl()
             : nullptr;
}

ObjectKey::ObjectKey(const Expr &E) {
  const AccessPath Path = accessPath(&E);
  From = Path.From;
  Variable = dyn_cast_or_null<VarDecl>(Path.Variable);
  forEachEvaluated(&E, [&](const Stmt &S) {
    if (const FunctionDecl *Accessor = accessorNamed(S))
      Accessors.push_back(Accessor);
  });
}

PossibleWaits::PossibleWaits(const FunctionDecl &F, TranslationUnit &Unit)
    : Unit(Unit), Up(indexOf(F, Unit).parents()) {
  forEachEvaluated(writtenBody(F), [this](const Stmt &S) { look(S); });
}

template <class Map, class K> void PossibleWaits::add(Map &To, K Key, const Stmt &S) {
  Candidates &Known = To[Key];
  if (Known.empty() || Known.back() != &S)
    Known.push_back(&S);
}

void PossibleWaits::look(const Stmt &S) {
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S)) {
    forEachEvaluated(Await->getOperand(), [&](const Stmt &Inner) {
      const auto *Name = dyn_cast<DeclRefExpr>(&Inner);
      if (const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr)
        add(ByVariable, V, S);
      if (const FunctionDecl *Accessor = accessorNamed(Inner))
        add(ByAccessor, Accessor, S);
      if (isa<CXXThisExpr>(Inner) && (OfThis.empty() || OfThis.back() != &S))
        OfThis.push_back(&S);
    });
  } else if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
    if (const auto *V = dyn_cast<VarDecl>(Name->getDecl()); V && decidesWhetherToLoop(S))
      add(ByVariable, V, S);
  } else if (const auto *Call = dyn_cast<CallExpr>(&S); Call && Call->getDirectCallee()) {
    call(*Call);
  }
}

/// `while (running) {}`
bool PossibleWaits::decidesWhetherToLoop(const Stmt &S) const {
  for (const Stmt *Child = &S, *Above = Up.of(S); Above; Child = Above, Above = Up.of(*Above)) {
    if (const auto *While = dyn_cast<WhileStmt>(Above))
      return While->getCond() == Child;
    if (const auto *Do = dyn_cast<DoStmt>(Above))
      return Do->getCond() == Child;
    if (const auto *For = dyn_cast<ForStmt>(Above))
      return For->getCond() == Child && !For->getInc();
    if (!isa<Expr>(Above))
      return false;
  }
  return false;
}

void PossibleWaits::call(const CallExpr &Call) {
  const models::ModelSet &Models = Unit.models();
  const FunctionDecl &Callee = *Call.getDirectCallee();
  WaitingCall Found;
  const std::string Name = qualifiedName(Callee);
  Found.ForWork = Models.is(Name, Means::WaitsForWork) || Models.is(Name, Means::RunsEventLoop);
  Found.Always = Found.ForWork || Models.is(Name, Means::Blocks) || Models.is(Name, Means::MayBlock);
  if (Found.Always) {
    noteAlways(Call);
  } else {
    for (const Expr *Object : workEndedBy(Call, Models))
      Found.Ends.emplace_back(*Object);
    Found.Never =
        isSink(Call, Models) || isInsertion(Call, Models) || movedFrom(&Call) || isa<CXXOperatorCallExpr>(Call);
    const CallParts Parts = partsOf(Call);
    if (Parts.Object && !Found.Never) {
      Found.Object.emplace(*Parts.Object);
      Found.ObjectMayWait = !cast<CXXMethodDecl>(Callee).isConst() || Callee.getReturnType()->isVoidType();
    }
    for (size_t I = 0; I < Parts.Arguments.size() && !Found.Never; ++I) {
      const ParmVarDecl *Parameter = Parts.parameter(I);
      const QualType T = Parameter ? Parameter->getType() : QualType();
      if (!T.isNull() && T->isReferenceType() && !T->getPointeeType().isConstQualified())
        Found.Lent.emplace_back(*Parts.Arguments[I]);
    }
    for (const ObjectKey &Key : Found.Ends)
      index(Key, Call);
    for (const ObjectKey &Key : Found.Lent)
      index(Key, Call);
    if (Found.Object)
      index(*Found.Object, Call);
  }
  Calls.try_emplace(&Call, std::move(Found));
}

void PossibleWaits::index(const ObjectKey &Key, const Stmt &S) {
  if (Key.Variable)
    add(ByVariable, Key.Variable, S);
  for (const FunctionDecl *Accessor : Key.Accessors)
    add(ByAccessor, Accessor, S);
  if (Key.From == AccessPath::Root::This && (OfThis.empty() || OfThis.back() != &S))
    OfThis.push_back(&S);
}

void PossibleWaits::noteAlways(const Stmt &S) {
  for (const Stmt *Above = Up.of(S); Above; Above = Up.of(*Above)) {
    const auto *Loop = dyn_cast<CXXForRangeStmt>(Above);
    const auto *If = dyn_cast<IfStmt>(Above);
    if (!Loop && !(If && !If->getElse()))
      continue;
    Candidates &Known = AlwaysBelow[Above];
    Known.push_back(&S);
    if (Known.size() > 1)
      continue;
    if (Loop)
      Skipping[Loop->getRangeStmt()] = Loop;
    else
      forEachEvaluated(If->getCond(), [&](const Stmt &Part) { Skipping[&Part] = If; });
  }
}

namespace {

struct PossibleWaitsOfFunction : Analysis<const FunctionDecl *, std::unique_ptr<PossibleWaits>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) { return std::make_unique<PossibleWaits>(*F, Unit); }
};

} // namespace

const PossibleWaits &possibleWaitsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return *Unit.get<PossibleWaitsOfFunction>(&F);
}

} // namespace asynctidy::facts
