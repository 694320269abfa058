#include "analyses/lifetime/dangling-work-kept.h"

#include "facts/calls/joins.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::analyses {
WorkInLocals::Mention WorkInLocals::meaningOf(const DeclRefExpr &Name) const {
  const Escape Goes = Where.ofMention(Name);
  switch (Goes.What) {
  case Kind::Awaited:
  case Kind::Waited:
  case Kind::Spawned:
  case Kind::Returned:
  case Kind::Named:
    return Mention::Runs;
  case Kind::Dropped:
    return Mention::Nothing;
  case Kind::Stored: {
    const auto *Call = dyn_cast<CallExpr>(Goes.At);
    const Expr *Target = Call ? partsOf(*Call).Object : nullptr;
    if (Target && Up.isWithin(Name, *Target))
      return isa<CXXOperatorCallExpr>(Call) ? Mention::Refills : Mention::Nothing;
    return Mention::Runs;
  }
  case Kind::Unknown:
    break;
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Goes.At);
  if (Call && Up.isWithin(Name, *Call->getImplicitObjectArgument())) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const bool MayStart = Method && !Method->isConst() && Unit.workOf(Name.getType());
    return MayStart || startsRange(*Call) ? Mention::Runs : Mention::Nothing;
  }
  return isa<CallExpr>(Goes.At) ? Mention::Runs : Mention::Nothing;
}

/// True for the `begin()` of a range-for.
bool WorkInLocals::startsRange(const CXXMemberCallExpr &Call) const {
  const auto *Named = dyn_cast_or_null<DeclRefExpr>(Call.getImplicitObjectArgument()->IgnoreParenImpCasts());
  return Named && Named->getDecl()->isImplicit();
}

/// The names of \p V and of its structured bindings.
llvm::SmallVector<const DeclRefExpr *, 4> WorkInLocals::mentionsOf(const VarDecl &V) const {
  const FunctionIndex &Index = indexOf(F, Unit);
  const auto Of = Index.namesOf(V);
  llvm::SmallVector<const DeclRefExpr *, 4> Mentions(Of.begin(), Of.end());
  if (const auto *Parts = dyn_cast<DecompositionDecl>(&V)) {
    for (const BindingDecl *Part : Parts->bindings())
      Mentions.append(Index.namesOf(*Part).begin(), Index.namesOf(*Part).end());
    llvm::sort(Mentions, [&](const Stmt *A, const Stmt *B) { return Index.numberOf(*A) < Index.numberOf(*B); });
  }
  return Mentions;
}

/// What the mentions of \p V do, found once: many pieces of work may be kept in one container.
const WorkInLocals::Meanings &WorkInLocals::meaningsOf(const VarDecl &V) const {
  const auto [It, New] = Known.try_emplace(&V);
  if (New)
    for (const DeclRefExpr *Name : mentionsOf(V))
      It->second[Name] = meaningOf(*Name);
  return It->second;
}

const Stmt *WorkInLocals::firstRun(const VarDecl &Kept, const Stmt &Made) const {
  for (const DeclRefExpr *Name : mentionsOf(Kept))
    if (!Up.isWithin(*Name, Made) && meaningOf(*Name) == Mention::Runs)
      return Name;
  return nullptr;
}

WorkInLocals::Outcome WorkInLocals::follow(const Expr &Work, const Escape &Goes, const VarDecl &Local,
                                           const VarDecl &Kept, bool RunsAlone) const {
  const FlowGraph *Graph = flowGraphOf(F, Unit);
  if (!Graph)
    return {};
  const Meanings &Meaning = meaningsOf(Kept);
  enum : unsigned char { Nothing, Refers, Gone };
  const Stmt *Made = Goes.What == Kind::Stored ? Goes.At : &Work;
  Outcome Seen;
  anyFeasiblePathAfter({Made, &Work}, *Graph, Unit.context(), Nothing,
                       [&](const CFGElement &Element, unsigned char &State) {
                         if (const auto Ends = Element.getAs<CFGLifetimeEnds>()) {
                           if (Ends->getVarDecl() == &Local && State == Refers)
                             State = Gone;
                           else if (Ends->getVarDecl() == &Kept)
                             State = Nothing;
                           return false;
                         }
                         const auto Statement = Element.getAs<CFGStmt>();
                         if (!Statement)
                           return false;
                         const Stmt *S = Statement->getStmt();
                         if (S == Made || S == &Work) {
                           State = State == Gone ? Gone : Refers; // a container may also hold older work
                           return false;
                         }
                         if (RunsAlone && State == Refers && !Seen.Throws && mayLeaveByException(*S, Up, &Kept, Unit))
                           Seen.Throws = S;
                         const auto It = Meaning.find(S);
                         if (It == Meaning.end() || It->second == Mention::Nothing || State == Nothing)
                           return false;
                         if (It->second == Mention::Refills) {
                           State = Nothing;
                           return false;
                         }
                         const Escape Then = Where.ofMention(*cast<DeclRefExpr>(S));
                         if (State == Refers && Then.What == Kind::Returned) {
                           Seen.Handed = Then.At;
                           return true;
                         }
                         if (State == Gone) {
                           Seen.Runs = S;
                           return true;
                         }
                         if (Then.What == Kind::Spawned || Then.What == Kind::Stored)
                           Seen.Handed = Then.At;
                         State = Nothing;
                         return false;
                       });
  return Seen;
}

} // namespace asynctidy::analyses
