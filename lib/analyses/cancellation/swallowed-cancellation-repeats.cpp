#include "analyses/cancellation/swallowed-cancellation-repeats.h"

#include "analyses/cancellation/swallowed-cancellation-callers.h"
#include "facts/errors/cancellation.h"
#include "facts/errors/stop-tests.h"
#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/flow/given-constants.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/unchanged.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

/// The variables and members that \p S names.
void addNamed(const Stmt *S, Variables &To) {
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&Inner); Name && isa<VarDecl>(Name->getDecl()))
      To.insert(Name->getDecl());
    else if (const auto *Member = dyn_cast<MemberExpr>(&Inner); Member && isa<FieldDecl>(Member->getMemberDecl()))
      To.insert(Member->getMemberDecl());
  });
}

class RepeatSearch {
public:
  RepeatSearch(const FunctionDecl &F, const CoawaitExpr &Await, const GivenConstant &Given, TranslationUnit &Unit)
      : F(F), Await(Await), Given(Given), Unit(Unit), Index(indexOf(F, Unit)) {}

  std::optional<RepeatingAwait> run() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph || !findLoop() || !hasPlainOperand())
      return std::nullopt;
    findResult();
    findInputs();
    noteMoreTests();
    if (lendsTested())
      return std::nullopt;
    return comesBack(*Graph) ? std::optional(RepeatingAwait{&Await, Assumes}) : std::nullopt;
  }

  /// The same for any other await.
  std::optional<RepeatingAwait> goesOn() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return std::nullopt;
    findResult();
    MustRepeat = false;
    return comesBack(*Graph) ? std::optional(RepeatingAwait{&Await, Assumption::NotForCancelled}) : std::nullopt;
  }

private:
  bool findLoop() {
    for (const Stmt *Above = &Await; (Above = Index.parents().of(*Above));)
      if (isLoop(*Above)) {
        Loop = Above;
        return true;
      }
    return false;
  }

  /// Whether the operand gives the same work in each round as long as its inputs stay.
  bool hasPlainOperand() const {
    const Expr *Made = withoutMoves(Await.getOperand());
    bool Plain = true;
    forEachEvaluated(Made, [&](const Stmt &S) {
      if (const auto *E = dyn_cast<Expr>(&S); E && movedFrom(E))
        Plain = false;
      const auto *Call = dyn_cast<CallExpr>(&S);
      if (!Call || Call == Made || isa<CXXOperatorCallExpr>(Call))
        return;
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
      Plain &= Method && (Method->isConst() || effectOf(*Method, Unit.models()) == Effect::None);
    });
    return Plain;
  }

  /// The local that keeps the result: initialized with it, or assigned.
  void findResult() {
    Result = Index.localMadeOf(Await);
    const Stmt *Above = Index.parents().of(Await);
    while (Above && !Result && isa<Expr>(Above)) {
      if (const Expr *Left = assignedBy(*Above)) {
        Result = localIn(Left);
        return;
      }
      Above = Index.parents().of(*Above);
    }
  }

  /// What the operand and the conditions of the loop depend on, for a local of the loop what that is made of.
  void findInputs() {
    if (const Expr *Condition = branchingOf(*Loop).Tested)
      addNamed(Condition, Tested);
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop)) {
      addNamed(Range->getCond(), Tested);
      addNamed(Range->getRangeInit(), Tested);
    }
    if (Result)
      Tested.erase(Result);
    for (const ValueDecl *V : Tested) {
      const auto *Local = dyn_cast<VarDecl>(V);
      if (!Local || !Local->hasLocalStorage() || Local->getType()->isReferenceType() ||
          Local->getType()->isPointerType())
        Assumes = Assumption::EndsLoop; // other code can change it
    }
    Inputs = Tested;
    addNamed(Await.getOperand(), Inputs);
    llvm::SmallVector<const ValueDecl *, 8> Pending(Inputs.begin(), Inputs.end());
    while (!Pending.empty()) {
      const auto *Local = dyn_cast<VarDecl>(Pending.pop_back_val());
      if (!Local || !Local->hasLocalStorage() || isa<ParmVarDecl>(Local) || !Local->getInit())
        continue;
      Variables More;
      addNamed(Local->getInit(), More);
      for (const ValueDecl *V : More)
        if (Inputs.insert(V).second)
          Pending.push_back(V);
    }
    for (const ValueDecl *V : Inputs)
      HasMembers |= isa<FieldDecl>(V);
  }

  /// Whether the awaited coroutine is given what the loop tests, and can change it.
  bool lendsTested() const {
    const auto *Made = dyn_cast<CallExpr>(withoutMoves(Await.getOperand()));
    const FunctionDecl *Callee = Made ? Made->getDirectCallee() : nullptr;
    for (unsigned I = 0; Callee && I < Made->getNumArgs() && I < Callee->getNumParams(); ++I) {
      const QualType T = Callee->getParamDecl(I)->getType();
      if ((T->isReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified() &&
          mentions(Made->getArg(I), Tested))
        return true;
    }
    return false;
  }

  bool isInput(const Expr *E) const {
    for (;;) {
      E = withoutMoves(E);
      if (const auto *Name = dyn_cast<DeclRefExpr>(E))
        return Inputs.contains(Name->getDecl());
      if (const auto *Member = dyn_cast<MemberExpr>(E)) {
        if (Inputs.contains(Member->getMemberDecl()))
          return true;
        E = Member->getBase();
      } else {
        return false;
      }
    }
  }

  /// Whether \p S may change one of the inputs.
  bool changesInput(const Stmt &S) const {
    if (const Expr *Left = assignedBy(S))
      return isInput(Left);
    if (const auto *Step = dyn_cast<UnaryOperator>(&S))
      return Step->isIncrementDecrementOp() && isInput(Step->getSubExpr());
    if (const auto *E = dyn_cast<Expr>(&S))
      if (const Expr *Moved = movedFrom(E))
        return isInput(Moved);
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Call || Call == withoutMoves(Await.getOperand()))
      return false;
    if (!Callee)
      return true;
    const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    const Expr *Object = nullptr;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Object = Member->getImplicitObjectArgument();
    else if (Method && isa<CXXOperatorCallExpr>(Call) && !Method->isStatic())
      Object = Call->getArg(0);
    if (Object && !Method->isConst() && effectOf(*Method, Unit.models()) != Effect::None &&
        (isInput(Object) || (HasMembers && isa<CXXThisExpr>(withoutTemporaries(Object)))))
      return true;
    for (unsigned I = 0; I < Call->getNumArgs() && I < Callee->getNumParams(); ++I) {
      const QualType T = Callee->getParamDecl(I)->getType();
      if ((T->isReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified() &&
          isInput(Call->getArg(I)) && !leavesArgument(*Callee, I, Unit.models()))
        return true;
    }
    return false;
  }

  bool isResult(const Expr &E) const {
    const auto *Name = dyn_cast<DeclRefExpr>(&E);
    return &E == &Await || (Name && Result && Name->getDecl() == Result);
  }

  bool asksResult(const Stmt &S) const {
    bool Asks = false;
    forEachEvaluated(&S, [&](const Stmt &Inner) {
      if (const auto *E = dyn_cast<Expr>(&Inner))
        Asks |= isResult(*E);
    });
    return Asks;
  }

  bool comesBack(const FlowGraph &Graph) const {
    const Statements &StopTests = stopTestsIn(F, Unit);
    Statements Switches;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const auto *Switch = dyn_cast<SwitchStmt>(&S); Switch && asksResult(*Switch->getCond()))
        addMentions(Switch->getCond(), Switches);
    });
    enum : unsigned char { Before = 0, After = 1 };
    const PathSearch Search = anyFeasiblePath(
        Graph, Unit.context(), Before,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement)
            return false;
          const Stmt &S = *Statement->getStmt();
          if (&S == &Await) {
            if (State == After)
              return true;
            State = After;
          } else if (State == After && !MustRepeat && goesOnBy(S, Unit)) {
            return true;
          } else if (State == After && (endsBy(S) || Switches.contains(&S) || isStopTest(S, StopTests))) {
            State = PathOver;
          }
          return false;
        },
        [&](const Expr &Condition, bool Holds, unsigned char &State) {
          if (State != After || !asksResult(Condition))
            return;
          const auto Truth = truthOf(Condition, Given, [&](const Expr &E) { return isResult(E); });
          if (Truth != Holds)
            State = PathOver;
        });
    return Search.Found && !Search.GaveUp;
  }

  /// A question about the result is none whether to stop, and neither is one whether there is more to do.
  bool isStopTest(const Stmt &S, const Statements &StopTests) const {
    return StopTests.contains(&S) && !asksResult(S) && !MoreTests.contains(&S);
  }

  /// The tests in the condition of the loop whether a container is empty.
  void noteMoreTests() {
    forEachEvaluated(branchingOf(*Loop).Tested, [&](const Stmt &S) {
      const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
      const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
      if (Method && Method->getDeclName().isIdentifier() &&
          (Method->getName() == "empty" || Method->getName() == "size") &&
          isContainer(Call->getImplicitObjectArgument()->getType(), Unit.models()))
        addMentions(Call, MoreTests);
    });
  }

  /// Whether the next round, if there is one, awaits something else: \p S changes it, or throws the cancellation.
  bool endsBy(const Stmt &S) const {
    const auto *Other = dyn_cast<CoawaitExpr>(&S);
    return (MustRepeat && changesInput(S)) || (Other && !cancellationTypes(Unit).thrownBy(*Other).empty());
  }

  const FunctionDecl &F;
  const CoawaitExpr &Await;
  const GivenConstant &Given;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  const Stmt *Loop = nullptr;
  const VarDecl *Result = nullptr;
  Variables Tested; ///< by the loop
  Variables Inputs; ///< of the condition of the loop and of the operand
  Statements MoreTests;
  bool HasMembers = false;
  bool MustRepeat = true; ///< the same await; else any counts
  Assumptions Assumes;
};

} // namespace

std::optional<RepeatingAwait> awaitThatRepeats(const FunctionDecl &Callee, const CoreturnStmt &Return,
                                               TranslationUnit &Unit) {
  const auto Given = givenConstant(Return);
  std::optional<RepeatingAwait> First;
  if (Given)
    for (const auto &[Caller, Await] : awaitsOf(Callee, Unit))
      if (Caller != &Callee)
        if (const auto One = RepeatSearch(*Caller, *Await, *Given, Unit).run(); One && (!First || One->Assumes.empty()))
          First = One;
  return First;
}

std::optional<RepeatingAwait> awaitThatGoesOnGiven(const FunctionDecl &Callee, const CoreturnStmt &Return,
                                                   TranslationUnit &Unit) {
  if (const auto Given = givenConstant(Return))
    for (const auto &[Caller, Await] : awaitsOf(Callee, Unit))
      if (Caller != &Callee)
        if (const auto One = RepeatSearch(*Caller, *Await, *Given, Unit).goesOn())
          return One;
  return std::nullopt;
}

/// Whether a function of this name cancels work: `cancel`, `request_stop`, `requestCancellation`.
static bool cancels(const FunctionDecl &F) {
  static constexpr llvm::StringLiteral Words[] = {"abort", "cancel", "cancellation", "stop"};
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return !(Method && Method->isConst()) && hasWord(simpleNameOf(&F), Words);
}

bool mayCancel(const FunctionDecl &F) {
  bool Found = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    Found |= Call && Call->getDirectCallee() && cancels(*Call->getDirectCallee());
    forEachDeclared(S, [&](const VarDecl &V) {
      const CXXRecordDecl *Class = readable(recordOf(V.getType()));
      Found |= Class && llvm::any_of(Class->methods(), [](const CXXMethodDecl *Method) { return cancels(*Method); });
    });
  });
  return Found;
}

} // namespace asynctidy::analyses
