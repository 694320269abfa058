#include "analyses/cancellation/swallowed-cancellation-results.h"

#include "facts/errors/cancellation.h"
#include "facts/errors/stop-tests.h"
#include "facts/flow/error-values.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/syntax/whole-statements.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

bool speaksOfCancelling(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Words[] = {"abort",     "aborted",     "cancel", "canceled",
                                                  "cancelled", "interrupted", "stop",   "stopped"};
  return hasWord(Name, Words);
}

/// Whether an object of the class \p T is asked whether to stop, by a member function that gives a bool.
bool isStopToken(QualType T) {
  const CXXRecordDecl *Class = readable(recordOf(T));
  return Class && llvm::any_of(Class->methods(), [](const CXXMethodDecl *Method) {
           return Method->getDeclName().isIdentifier() && Method->getNumParams() == 0 && Method->isConst() &&
                  Method->getReturnType()->isBooleanType() &&
                  llvm::is_contained(wordsOf(Method->getName()), "requested");
         });
}

/// Whether \p Token is made of nothing, as `token()`, `{}` or `nullptr`, by the caller or as a default argument: it
/// belongs to no source, so nothing is ever requested by it.
bool isEmpty(const Expr *Token) {
  for (;;) {
    Token = withoutMoves(Token);
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Token))
      Token = Default->getExpr();
    else if (const auto *Cast = dyn_cast<CastExpr>(Token))
      Token = Cast->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Token); Construct && Construct->getNumArgs() == 1)
      Token = Construct->getArg(0);
    else
      break;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Token))
    return Construct->getNumArgs() == 0;
  if (const auto *List = dyn_cast<InitListExpr>(Token))
    return llvm::all_of(List->inits(),
                        [](const Expr *Part) { return isa<CXXDefaultInitExpr, ImplicitValueInitExpr>(Part); });
  return isa<CXXScalarValueInitExpr, CXXNullPtrLiteralExpr>(Token);
}

bool takesStopToken(const CoawaitExpr &Await) {
  const auto *Call = dyn_cast<CallExpr>(withoutMoves(Await.getOperand()));
  return Call && llvm::any_of(Call->arguments(),
                              [](const Expr *Given) { return isStopToken(Given->getType()) && !isEmpty(Given); });
}

class ResultSearch {
public:
  ResultSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Types(cancellationTypes(Unit)), Index(indexOf(F, Unit)) {}

  std::vector<IgnoredResult> run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Await = dyn_cast<CoawaitExpr>(&S);
      const Stmt *Loop = Await && !Await->isImplicit() && canSuspend(*Await) ? loopAround(*Await) : nullptr;
      if (!Loop)
        return;
      if (const auto Assumes = tellsOfCancelling(*Await);
          Assumes && isIgnored(*Await, *Loop) && !namesCancelledError(*Loop) && comesBack(*Await))
        Found.push_back({Await, *Assumes});
    });
    return std::move(Found);
  }

private:
  const Stmt *loopAround(const Stmt &S) const {
    const Stmt *Above = Index.parents().of(S);
    while (Above && !isLoop(*Above))
      Above = Index.parents().of(*Above);
    return Above;
  }

  /// Nothing when the result of \p Await does not say whether it was cancelled.
  std::optional<Assumptions> tellsOfCancelling(const CoawaitExpr &Await) const {
    const bool HasToken = takesStopToken(Await);
    const QualType T = Await.getType().getNonReferenceType();
    if (T->isBooleanType())
      return HasToken ? std::optional<Assumptions>(Assumption::EndsLoop) : std::nullopt;
    const auto *Enumeration = T->getAs<EnumType>();
    const bool HasWord =
        Enumeration && llvm::any_of(Enumeration->getDecl()->enumerators(),
                                    [](const EnumConstantDecl *Each) { return speaksOfCancelling(Each->getName()); });
    if (!HasWord && !(Types.mayGiveCode(Await) && givesErrorAsValue(Await, Unit.models()) &&
                      givesAtMostError(Await, Unit.models())))
      return std::nullopt;
    return HasToken ? Assumptions() : Assumptions(Assumption::EndsLoop);
  }

  bool isIgnored(const CoawaitExpr &Await, const Stmt &Loop) const {
    if (const ValueDecl *Code = errorVariableOf(Await, F, Unit.models()))
      return isUnreadIn(Loop, *Code, Await);
    if (const VarDecl *Kept = Index.localMadeOf(Await))
      return !Kept->hasAttr<UnusedAttr>() && isUnreadIn(Loop, *Kept, Await);
    return !Await.getType()->isVoidType() && isWholeStatement(Await, Index.parents());
  }

  /// Whether nothing in \p Loop besides \p Await itself names \p V.
  static bool isUnreadIn(const Stmt &Loop, const ValueDecl &V, const CoawaitExpr &Await) {
    unsigned Named = 0, InAwait = 0;
    const auto Count = [&](const Stmt *In, unsigned &Times) {
      forEachEvaluated(In, [&](const Stmt &S) {
        const auto *Name = dyn_cast<DeclRefExpr>(&S);
        Times += Name && Name->getDecl() == &V;
      });
    };
    Count(&Loop, Named);
    Count(&Await, InAwait);
    return Named == InAwait;
  }

  bool namesCancelledError(const Stmt &Loop) const {
    bool Names = false;
    forEachEvaluated(&Loop, [&](const Stmt &S) { Names |= Types.namesCancelledError(S); });
    return Names;
  }

  /// Whether some path leads from \p Await to itself without a question whether to stop, or an await that throws when
  /// the coroutine is cancelled.
  bool comesBack(const CoawaitExpr &Await) const {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return false;
    const Statements &StopTests = stopTestsIn(F, Unit);
    enum : unsigned char { Before = 0, After = 1 };
    const PathSearch Search = anyFeasiblePathAfter(
        &Await, *Graph, Unit.context(), Before, [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          const Stmt *S = Statement ? Statement->getStmt() : nullptr;
          if (S == &Await)
            return std::exchange(State, static_cast<unsigned char>(After)) == After;
          const auto *Other = dyn_cast_or_null<CoawaitExpr>(S);
          if (State == After && S && (StopTests.contains(S) || (Other && !Types.thrownBy(*Other).empty())))
            State = PathOver;
          return false;
        });
    return Search.Found && !Search.GaveUp;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const CancellationTypes &Types;
  const FunctionIndex &Index;
  std::vector<IgnoredResult> Found;
};

} // namespace

std::vector<IgnoredResult> ignoredResults(const FunctionDecl &F, TranslationUnit &Unit) {
  return ResultSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
