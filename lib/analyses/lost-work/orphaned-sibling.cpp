#include "analyses/lost-work/orphaned-sibling.h"

#include "analyses/lifetime/dangling-work.h"
#include "analyses/lost-work/unawaited-task-origin.h"
#include "analyses/lost-work/unawaited-task-uses.h"
#include "facts/calls/droppable.h"
#include "facts/calls/use-after-return.h"
#include "facts/flow/exception-flow.h"
#include "facts/flow/function-index.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

#include <utility>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// The possible states of a local; sets of these are united where paths join.
enum State : unsigned char { NotMade = 1, Runs = 2, Over = 4 };

/// A written function begins a few at once.
constexpr size_t MaxSiblings = 32;

bool endsSomething(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  return Destructor && Destructor->isUserProvided();
}

/// Whether the operation of \p Await is ended by a destructor when the frame is destroyed while it waits: by that of
/// the awaited object, or of the local or temporary that the operation is one of: `co_await request(url).perform();`
bool endsWithFrame(const CoawaitExpr &Await) {
  const Expr *Of = valueIn(Await.getOperand());
  if (endsSomething(Of->getType()))
    return true;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Of);
  const Expr *Object = Call ? valueIn(Call->getImplicitObjectArgument()) : nullptr;
  const VarDecl *Named = localIn(Object);
  return Object && endsSomething(Object->getType()) &&
         (Object->isPRValue() || (Named && Named->hasLocalStorage() && !Named->getType()->isReferenceType()));
}

class SiblingSearch {
public:
  SiblingSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit) {}

  std::vector<OrphanedSibling> run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      forEachDeclared(S, [&](const VarDecl &V) {
        if (isEagerWork(V)) {
          Index[&V] = Locals.size();
          Locals.push_back(&V);
        }
      });
    });
    const FlowGraph *Graph = Locals.size() > 1 && Locals.size() <= MaxSiblings ? flowGraphOf(F, Unit) : nullptr;
    if (!Graph)
      return {};
    std::vector<const Stmt *> Above;
    findUses(*writtenBody(F), Above);
    if (FirstAwait.empty())
      return {};
    Left.resize(Locals.size());
    ExceptionQuestion Asked;
    Asked.Transfer = [&](const CFGElement &Element, FlowStates &States) { transfer(Element, States); };
    Asked.Throws = [&](const Stmt &S) {
      const auto *Await = dyn_cast<CoawaitExpr>(&S);
      return Await && mayThrow(*Await, Unit);
    };
    Asked.Visit = [&](const CFGElement &Element, const FlowStates &States) {
      const auto End = Element.getAs<CFGLifetimeEnds>();
      if (const auto It = Index.find(End ? End->getVarDecl() : nullptr);
          It != Index.end() && (States[It->second] & Runs))
        leave(It->second, *End->getTriggerStmt(), States);
    };
    Asked.Unwound = Locals;
    solveWithExceptions(F, *Graph, Unit, FlowStates(Locals.size(), NotMade), Asked);
    return found();
  }

private:
  bool isEagerWork(const VarDecl &V) const {
    if (!V.hasLocalStorage() || V.isInvalidDecl() || !V.getInit() || V.getType()->isReferenceType() ||
        V.hasAttr<UnusedAttr>() || !isFreshFromCall(V.getInit()))
      return false;
    const Work Holds = Unit.workOf(V.getType());
    return Holds.Begins == Start::Eager && !Holds.Yields && !joinsInDestructor(V.getType(), Unit.models()) &&
           !isModelled(V.getType(), Means::Droppable, Unit.models()) && !mayBeDropped(*V.getInit(), Unit) &&
           !awaitsGuard(V.getType(), Unit.models());
  }

  void findUses(const Stmt &S, std::vector<const Stmt *> &Above) {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    if (const auto It = Index.find(Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr); It != Index.end()) {
      const auto [What, At] = useOf(*Name, Above, Unit.workOf(It->first->getType()));
      if (What == LocalUse::Await)
        FirstAwait.try_emplace(It->first, At);
      if (What != LocalUse::Nothing && What != LocalUse::Test)
        Ends[Name].push_back(It->second); // before the await: its own exception is that of the work
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable())
          if (const auto It = Index.find(dyn_cast<VarDecl>(Capture.getCapturedVar())); It != Index.end())
            Ends[&S].push_back(It->second);
    Above.push_back(&S);
    forEachEvaluatedChild(S, [&](const Stmt *Child) { findUses(*Child, Above); });
    Above.pop_back();
  }

  void transfer(const CFGElement &Element, FlowStates &States) {
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Statement->getStmt()))
      for (const Decl *Declared : Declaration->decls())
        if (const auto It = Index.find(dyn_cast<VarDecl>(Declared)); It != Index.end())
          States.set(It->second, Runs);
    if (const auto It = Ends.find(Statement->getStmt()); It != Ends.end())
      for (const unsigned I : It->second)
        States.set(I, Over);
  }

  unsigned numberOf(const Stmt &S) const { return indexOf(F, Unit).numberOf(S).value_or(0); }

  /// Notes that \p Trigger leaves the local \p I behind, if another one has been awaited, or is just then.
  void leave(unsigned I, const Stmt &Trigger, const FlowStates &States) {
    if (!isa<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt, CoawaitExpr, CXXThrowExpr>(Trigger))
      return; // the end of the scope is no way out of it
    for (unsigned Other = 0; Other < Locals.size(); ++Other) {
      const Stmt *Await = FirstAwait.lookup(Locals[Other]);
      if (Other == I || !Await || (States[Other] & NotMade))
        continue;
      if (!(States[Other] & Runs) && (!Left[I].Exit || numberOf(Trigger) < numberOf(*Left[I].Exit)))
        Left[I] = {&Trigger, Locals[Other]};
    }
  }

  std::vector<OrphanedSibling> found() const {
    std::vector<OrphanedSibling> Found;
    for (unsigned I = 0; I < Locals.size(); ++I) {
      const auto &[Exit, First] = Left[I];
      if (!Exit || isReportedForItsLocals(*Locals[I]))
        continue;
      const bool IsOwner = Unit.workOf(Locals[I]->getType()).Owner == FrameOwner::Owns;
      if (IsOwner && endsWithOwner(*Locals[I]))
        continue;
      // Locals that were made before the owner of a frame outlive that.
      const UseAfterReturn Use = IsOwner ? UseAfterReturn() : useOfLocal(*Locals[I]);
      Found.push_back({Locals[I], Unit.workOf(Locals[I]->getType()), First, Exit, Use.At,
                       Use ? Use.Assumes : summaries::Assumptions(Assumption::NotMeantToRunOn)});
    }
    return Found;
  }

  bool isReportedForItsLocals(const VarDecl &Task) const {
    const Expr *Made = valueIn(Task.getInit());
    return llvm::any_of(danglingWorkIn(F, Unit), [&](const DanglingWork &Each) { return valueIn(Each.Work) == Made; });
  }

  /// Whether what the coroutine in \p Task waits for ends with its frame, so that nothing of it runs on.
  bool endsWithOwner(const VarDecl &Task) const {
    const auto *Call = dyn_cast<CallExpr>(valueIn(Task.getInit()));
    const FunctionDecl *Coroutine = userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
    bool Awaits = false, AllEnd = true;
    if (Coroutine)
      forEachEvaluated(writtenBody(*Coroutine), [&](const Stmt &S) {
        if (const auto *Await = dyn_cast<CoawaitExpr>(&S)) {
          Awaits = true;
          AllEnd &= endsWithFrame(*Await);
        }
      });
    return Awaits && AllEnd;
  }

  /// The use of a local of this function, by the work in \p Task, after the call that made it.
  UseAfterReturn useOfLocal(const VarDecl &Task) const {
    const auto *Call = dyn_cast<CallExpr>(valueIn(Task.getInit()));
    if (!Call)
      return {};
    const CallParts Parts = partsOf(*Call);
    for (size_t I = 0; Parts.Callee && I < Parts.Arguments.size(); ++I) {
      const ParmVarDecl *Parameter = Parts.parameter(I);
      if (!Parameter)
        break;
      for (const BorrowedObject &Object : objectsBorrowedBy(*Parts.Arguments[I], Parameter->getType(), F, Unit))
        if (Object.Life == BorrowedObject::Kind::Local)
          if (const UseAfterReturn Use = useOfParameterAfterReturn(*Parts.Callee, *Parameter, Unit))
            return Use;
    }
    return {};
  }

  struct Leaving {
    const Stmt *Exit = nullptr;
    const VarDecl *First = nullptr;
  };

  const FunctionDecl &F;
  TranslationUnit &Unit;
  std::vector<const VarDecl *> Locals;
  llvm::DenseMap<const VarDecl *, unsigned> Index;
  llvm::DenseMap<const VarDecl *, const Stmt *> FirstAwait; ///< by itself, not together with others
  llvm::DenseMap<const Stmt *, llvm::SmallVector<unsigned, 1>> Ends;
  std::vector<Leaving> Left;
};

} // namespace

std::vector<OrphanedSibling> orphanedSiblings(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return SiblingSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
