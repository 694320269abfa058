#include "analyses/cancellation/lost-cleanup.h"

#include "facts/errors/exception-pointers.h"
#include "facts/flow/def-use.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// An assignment in a handler that saves the exception in a local of the coroutine.
struct Saving {
  const CXXTryStmt *Try;
  const CXXCatchStmt *Handler;
  const Expr *Assignment;
  const VarDecl *Into;
};

class SavedSearch {
public:
  SavedSearch(const FunctionDecl &F, TranslationUnit &Unit, std::vector<LostCleanup> &Found)
      : F(F), Unit(Unit), Index(indexOf(F, Unit)), Found(Found) {}

  void run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Try = dyn_cast<CXXTryStmt>(&S);
      for (unsigned I = 0; Try && I < Try->getNumHandlers(); ++I)
        forEachEvaluated(Try->getHandler(I)->getHandlerBlock(), [&](const Stmt &Inner) {
          if (const VarDecl *Into = savedBy(Inner))
            judge({Try, Try->getHandler(I), cast<Expr>(&Inner), Into});
        });
    });
  }

private:
  /// The local in which \p S saves the exception that is being handled; null when another function can read it.
  const VarDecl *savedBy(const Stmt &S) const {
    const Expr *Left = assignedBy(S);
    const VarDecl *Into = Left ? localIn(Left) : nullptr;
    if (!Into || isa<ParmVarDecl>(Into) || Into->hasAttr<UnusedAttr>() || Into->getType()->isReferenceType() ||
        !isExceptionPointer(Into->getType(), Unit.models()) ||
        !givesCurrentException(*valueIn(valueAssignedBy(S)), Unit.models()))
      return nullptr;
    bool Leaves = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &Inner) {
      const auto *Lambda = dyn_cast<LambdaExpr>(&Inner);
      Leaves |= Lambda && captureOf(*Into, *Lambda->getCallOperator());
    });
    return Leaves ? nullptr : Into;
  }

  void judge(const Saving &One) {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    const CFGBlock *From = Graph ? blockOf(*Graph, *One.Handler) : nullptr;
    if (!From)
      return;
    LostCleanup Lost{LostCleanup::Kind::NeverRead, One.Assignment, One.Into};
    if (!isLeft(One, *Graph, *From, Lost))
      return;
    if (isRead(*One.Into)) {
      Lost.What = LostCleanup::Kind::LeftOnPath;
      Lost.Assumes = Assumption::ErrorMatters;
    }
    Found.push_back(Lost);
  }

  static const CFGBlock *blockOf(const FlowGraph &Graph, const CXXCatchStmt &Handler) {
    for (const CFGBlock *Block : Graph.graph())
      if (Block->getLabel() == &Handler)
        return Block;
    return nullptr;
  }

  /// Whether anything reads \p Saved: an assignment to it does not, and neither does a test with nothing that answers
  /// to a failure.
  bool isRead(const VarDecl &Saved) const {
    return llvm::any_of(Index.namesOf(Saved),
                        [&](const DeclRefExpr *Name) { return !isAssignedAt(*Name) && !isTestedInVain(*Name); });
  }

  /// Whether \p Name is in the condition of an `if` that does nothing but to await.
  bool isTestedInVain(const DeclRefExpr &Name) const {
    for (const Stmt *Above = &Name; (Above = Index.parents().of(*Above));) {
      const auto *If = dyn_cast<IfStmt>(Above);
      if (!If && !isa<Expr>(Above))
        return false;
      if (If)
        return Index.parents().isWithin(Name, *If->getCond()) && onlyAwaits(If->getThen()) && onlyAwaits(If->getElse());
      if (const auto *Call = dyn_cast<CallExpr>(Above); Call && !isa<CXXMemberCallExpr, CXXOperatorCallExpr>(Call))
        return false;
    }
    return false;
  }

  static bool onlyAwaits(const Stmt *S) {
    if (!S || isa<NullStmt>(S))
      return true;
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      return llvm::all_of(Block->body(), onlyAwaits);
    const auto *E = dyn_cast<Expr>(S);
    return E && isa<CoawaitExpr>(withoutTemporaries(E));
  }

  bool isAssignedAt(const DeclRefExpr &Name) const {
    const Stmt *Above = Index.parents().of(Name);
    while (Above && (isa<ParenExpr>(Above) || isa<ImplicitCastExpr>(Above)))
      Above = Index.parents().of(*Above);
    const Expr *Left = Above ? assignedBy(*Above) : nullptr;
    return Left && localIn(Left) == Name.getDecl() && Index.parents().isWithin(Name, *Left);
  }

  /// Whether a path from the handler awaits something and then ends, without a mention of the saved exception and
  /// without another try.
  bool isLeft(const Saving &One, const FlowGraph &Graph, const CFGBlock &From, LostCleanup &Lost) const {
    enum : unsigned char { Before = 0, Saved = 1, Cleaned = 2 };
    const PathSearch Search = anyFeasiblePathFrom(
        From, Graph, Unit.context(), Before,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          const Stmt *S = Statement ? Statement->getStmt() : nullptr;
          if (!S)
            return false;
          const auto *Name = dyn_cast<DeclRefExpr>(S);
          if (S == One.Assignment) {
            State = Saved;
          } else if (State == Before) {
            return false;
          } else if ((Name && Name->getDecl() == One.Into && !isTestedInVain(*Name)) || isNoReturnCall(*S) ||
                     Index.parents().isWithin(*S, *One.Try->getTryBlock())) {
            State = PathOver;
          } else if (const auto *Await = dyn_cast<CoawaitExpr>(S); Await && canSuspend(*Await)) {
            if (State == Saved)
              Lost.Awaits = Await;
            State = Cleaned;
          } else if (isa<CoreturnStmt>(S)) {
            Lost.Ends = S;
            return State == Cleaned;
          }
          return false;
        },
        [&](unsigned char State) {
          if (State == Cleaned)
            Lost.Ends = nullptr;
          return State == Cleaned;
        });
    return Search.Found && !Search.GaveUp;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  std::vector<LostCleanup> &Found;
};

} // namespace

std::vector<LostCleanup> lostCleanupIn(const FunctionDecl &F, TranslationUnit &Unit) {
  std::vector<LostCleanup> Found;
  if (F.isDependentContext() || Unit.isBroken())
    return Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    if (const Expr *Pointer = exceptionPointerThrownBy(S, Unit.models());
        Pointer && !isCaught(Pointer->getType(), Unit))
      Found.push_back({LostCleanup::Kind::ThrowsPointer, cast<Expr>(&S)});
  });
  if (isCoroutine(F))
    SavedSearch(F, Unit, Found).run();
  return Found;
}

} // namespace asynctidy::analyses
