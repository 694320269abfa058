#include "analyses/locks/lost-wakeup.h"

#include "facts/aliases/shared-writers.h"
#include "facts/calls/callers.h"
#include "facts/calls/signals.h"
#include "facts/flow/conditions.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/function-index.h"
#include "facts/locks/suspensions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/leaving.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

/// Whether an object of this class wakes those that wait now and remembers nothing for those that come later: it can
/// wake one of them, or all.
bool isCondition(const CXXRecordDecl *Record) {
  std::set<std::string> Wakes;
  bool Remembers = false;
  visitWithBases(Record, [&](const CXXRecordDecl &Each) {
    for (const Decl *D : Each.decls()) {
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(D->getAsFunction());
      if (!Method || !Method->getDeclName().isIdentifier())
        continue;
      const std::vector<std::string> Words = wordsOf(Method->getName());
      if (Words.empty())
        continue;
      if (Words[0] == "notify" || Words[0] == "signal" || Words[0] == "wake" || Words[0] == "broadcast")
        Wakes.insert(Method->getName().str());
      Remembers |= Words[0] == "reset" || Words[0] == "set" || Words[0] == "clear" || Words[0] == "try" ||
                   Words[0] == "available" || Words[0] == "acquire";
    }
    return false;
  });
  return Wakes.size() > 1 && !Remembers;
}

class WakeupSearch {
public:
  WakeupSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Index(indexOf(F, Unit)), Up(Index.parents()) {}

  std::vector<LostWakeup> run() {
    if (signalsIn(Unit).in(F).size() > MaxSignalUses)
      return {};
    for (const SignalUse &Use : signalsIn(Unit).in(F))
      if (Use.Does == SignalStep::Waits && !Use.IsFlag && isCondition(readable(recordOf(Use.Object->getType()))) &&
          !hasPredicateOrTimeout(*Use.At))
        consider(Use);
    return std::move(Found);
  }

private:
  struct Test {
    const Stmt *Condition;
    const Expr *State;
    SharedObject Object;
    bool IsRepeated; ///< in a loop around the wait
  };

  /// A predicate is tested by the wait itself, and a wait that ends with time is repeated.
  static bool hasPredicateOrTimeout(const Stmt &Wait) {
    bool Has = false;
    const auto *Call = dyn_cast<CallExpr>(&Wait);
    if (const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
        Callee && Callee->getDeclName().isIdentifier())
      for (const std::string &Word : wordsOf(Callee->getName()))
        Has |= Word == "for" || Word == "until" || Word == "timeout";
    if (Call)
      for (const Expr *Argument : Call->arguments())
        Has |= isClosure(Argument->getType().getNonReferenceType()) || Argument->getType()->isFunctionPointerType() ||
               isCallable(Argument->getType());
    return Has;
  }

  static bool isCallable(QualType T) {
    const CXXRecordDecl *Record = readable(recordOf(T));
    return Record && hasOperator(*Record, OO_Call);
  }

  void consider(const SignalUse &Wait) {
    const auto Tested = testBefore(*Wait.At);
    if (!Tested)
      return;
    const auto ByAnother = [&](const Change &By) { return By.In->getLocation() != F.getLocation(); };
    auto Changed = changeOf(Tested->Object, Unit, [&](const Change &By) {
      return ByAnother(By) && signalsIn(Unit).mayComplete(*By.In, *Wait.Declared);
    });
    Assumptions Made;
    if (!Changed) {
      Changed = changeOf(Tested->Object, Unit, ByAnother);
      if (!Changed && !isChangedOutOfSight(*Tested))
        return;
      Made = Changed ? Assumption::CalledMeanwhile : Assumption::UnseenChange;
    }
    const FunctionDecl *In = Changed ? Changed->In : nullptr;
    const Expr *At = Changed ? Changed->At : nullptr;
    if (const CoawaitExpr *Between = suspensionBetween(*Tested->Condition, *Wait.At)) {
      Found.push_back({Wait.Declared, Wait.At, Tested->State, Between, In, At, Made});
    } else if (!Tested->IsRepeated && changesAfter(*Tested, *Wait.At)) {
      if (const auto Twice = overlapOf(F, Tested->Object, Unit))
        Found.push_back({Wait.Declared, Wait.At, Tested->State, nullptr, In, At, Made | Twice->Assumes});
    }
  }

  static bool isChangedOutOfSight(const Test &Tested) {
    const auto *Field = dyn_cast<FieldDecl>(Tested.Object.Declared);
    return Field && Field->getAccess() != AS_private;
  }

  /// The test on which \p Wait depends: of a loop or an `if` around it, or of an `if` before it that leaves.
  std::optional<Test> testBefore(const Stmt &Wait) const {
    std::optional<Test> Nearest;
    const Stmt *Child = &Wait;
    for (const Stmt *Above = Up.of(Wait); Above; Child = Above, Above = Up.of(*Above)) {
      const bool IsLoop = isLoop(*Above);
      if (Nearest) {
        Nearest->IsRepeated |= IsLoop;
        continue;
      }
      const Branching Branch = branchingOf(*Above);
      if (Branch.Tested && !isa<DoStmt>(Above) && !Up.isWithin(*Child, *Branch.Tested))
        Nearest = testOf(*Branch.Tested, IsLoop);
      if (const auto *Block = dyn_cast<CompoundStmt>(Above); Block && !Nearest)
        Nearest = leavingTest(*Block, *Child);
    }
    return Nearest;
  }

  std::optional<Test> leavingTest(const CompoundStmt &Block, const Stmt &Before) const {
    std::optional<Test> Last;
    for (const Stmt *S : Block.body()) {
      if (S == &Before)
        break;
      const auto *If = dyn_cast<IfStmt>(S);
      if (If && !If->getElse() && alwaysLeaves(If->getThen()))
        if (auto Found = testOf(*If->getCond(), /*IsLoop=*/false))
          Last = Found;
    }
    return Last;
  }

  /// The test of an object that other code can change, by \p Condition or by an accessor that it calls.
  std::optional<Test> testOf(const Expr &Condition, bool IsLoop) const {
    std::optional<Test> Found;
    forEachEvaluated(&Condition, [&](const Stmt &S) {
      const auto *Member = dyn_cast<MemberExpr>(&S);
      if (Found || !Member || !isa<FieldDecl>(Member->getMemberDecl()))
        return;
      if (auto Object = sharedObject(Member, F); Object && isState(Member->getType()))
        Found = Test{&Condition, Member, *Object, IsLoop};
    });
    return Found;
  }

  /// A flag, a number, a container: no event that is asked whether it is set.
  static bool isState(QualType T) { return !T->isPointerType() || !T->getPointeeType()->isRecordType(); }

  /// A suspension after which a path reaches \p Wait without another test.
  const CoawaitExpr *suspensionBetween(const Stmt &Test, const Stmt &Wait) const {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return nullptr;
    llvm::SmallVector<const Expr *, 4> Parts;
    forEachEvaluated(&Test, [&](const Stmt &S) {
      if (const auto *Part = dyn_cast<MemberExpr>(&S))
        Parts.push_back(Part);
    });
    llvm::SmallVector<const Stmt *, 4> Between;
    for (const CoawaitExpr *Await : suspensionsIn(F, Unit).all())
      if (Between.size() < PathOver - 1 && !Up.isWithin(Wait, *Await) && !Up.isWithin(*Await, Wait) &&
          !Up.isWithin(*Await, Test) && Index.numberOf(*Await) > Index.numberOf(Test))
        Between.push_back(Await);
    if (Between.empty())
      return nullptr;
    const Stmt *Last = nullptr;
    anyFeasiblePathAfter(Between, *Graph, Unit.context(), 0, [&](const CFGElement &Element, unsigned char &State) {
      const auto Statement = Element.getAs<CFGStmt>();
      if (!Statement)
        return false;
      const Stmt *S = Statement->getStmt();
      if (const auto At = llvm::find(Between, S); At != Between.end())
        State = At - Between.begin() + 1;
      else if (State != 0 && (llvm::is_contained(Parts, S) || asksItself(*S)))
        State = PathOver;
      else if (State != 0 && S == &Wait)
        Last = Between[State - 1];
      return Last != nullptr;
    });
    return cast_or_null<CoawaitExpr>(Last);
  }

  /// A question to the object of \p F itself: it may repeat the test.
  static bool asksItself(const Stmt &S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    return Call && Call->getType()->isBooleanType() &&
           isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
  }

  /// Whether \p F takes from the state after the wait, so that another activation does not find it.
  bool changesAfter(const Test &Tested, const Stmt &Wait) const {
    const auto Own = changeOf(Tested.Object, Unit, [&](const Change &By) {
      return By.In == &F && !By.Overwrites && Index.numberOf(*By.At) > Index.numberOf(Wait);
    });
    return Own.has_value();
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  const Parents &Up;
  std::vector<LostWakeup> Found;
};

} // namespace

std::vector<LostWakeup> lostWakeups(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return WakeupSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
