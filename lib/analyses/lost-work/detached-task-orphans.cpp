#include "analyses/lost-work/detached-task-orphans.h"

#include "facts/calls/callable-fate.h"
#include "facts/calls/escape.h"
#include "facts/calls/joins.h"
#include "facts/calls/signals.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/coroutine-promise.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::analyses {
namespace {

class Search {
public:
  Search(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Up(indexOf(F, Unit).parents()), Where(Up, Unit) {}

  std::vector<LeftAloneWork> run() {
    forEachEvaluatedIn(F, [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        consider(*Call, userCoroutine(Call->getDirectCallee(), Unit));
      else if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
        consider(*Lambda, userCoroutine(Lambda->getCallOperator(), Unit));
    });
    return std::move(Found);
  }

private:
  void consider(const Expr &Work, const FunctionDecl *Coroutine) {
    const auto Leaves = Coroutine ? waitOrphanedBy(*Coroutine, Unit) : std::nullopt;
    if (!Leaves)
      return;
    const Escape Goes = Where.of(Work);
    const bool MayRun = mayLetRun(Goes, Unit);
    if (!MayRun && Goes.What != Kind::Spawned && !isDroppedBehind(Work, Goes))
      return;
    if (tells(*Goes.At, *Leaves->Signal))
      return;
    Found.push_back({&Work, Coroutine, *Leaves, Leaves->Assumes});
    if (MayRun)
      Found.back().Assumes |= Assumption::UnseenBody;
    if (Goes.What != Kind::Dropped) // the one that runs it, or joins it, may tell them
      Found.back().Assumes |= Assumption::NotCompletedLater;
  }

  /// `(void)f().handle_exception(log);`, `f().start();`: what is dropped stands for running work. The dropped call
  /// itself is an async-discarded-result.
  bool isDroppedBehind(const Expr &Work, const Escape &Goes) const {
    if (Goes.What != Kind::Dropped)
      return false;
    const Expr *Last = nullptr;
    for (const Stmt *Above = Up.of(Work); Above && Above != Goes.At && isa<Expr>(Above); Above = Up.of(*Above))
      if (isa<CallExpr>(Above) && !movedFrom(cast<Expr>(Above)))
        Last = cast<Expr>(Above);
    if (!Last || joinsInDestructor(Last->getType(), Unit.models()))
      return false;
    const auto Value = Unit.workOf(Last->getType());
    return Value && Value.Owner != FrameOwner::Owns && Value.Begins == Start::Eager;
  }

  /// Whether a callable in \p Statement, or an operation in it, lets those go on that wait for \p Signal.
  bool tells(const Stmt &Statement, const ValueDecl &Signal) const {
    const Signals &All = signalsIn(Unit);
    bool Tells = false;
    forEachEvaluated(&Statement, [&](const Stmt &S) {
      if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
        Tells |= Lambda->getCallOperator() && !isCoroutine(*Lambda->getCallOperator()) &&
                 (usesObject(*Lambda) || All.mayComplete(*Lambda->getCallOperator(), Signal));
      const auto *Member = dyn_cast<MemberExpr>(&S);
      Tells |= Member && Member->getMemberDecl()->getLocation() == Signal.getLocation();
    });
    return Tells;
  }

  /// What a handler does with the object is not looked at: it may tell the waiting coroutines in some way of its own.
  static bool usesObject(const LambdaExpr &Lambda) {
    bool Uses = false;
    forEachEvaluated(Lambda.getBody(), [&](const Stmt &S) { Uses |= isa<CXXThisExpr>(S); });
    return Uses;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Parents &Up;
  const Escapes Where;
  std::vector<LeftAloneWork> Found;
};

} // namespace

std::vector<LeftAloneWork> workLeftAloneIn(const FunctionDecl &F, TranslationUnit &Unit) {
  if (F.isDependentContext() || Unit.isBroken())
    return {};
  return Search(F, Unit).run();
}

} // namespace asynctidy::analyses
