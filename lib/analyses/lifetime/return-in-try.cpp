#include "analyses/lifetime/return-in-try.h"

#include "facts/flow/handlers.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/promise.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

void findReturnsIn(const Stmt &S, const CXXTryStmt *Around,
                   llvm::function_ref<void(const ReturnStmt &, const CXXTryStmt &)> Visit) {
  if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
    findReturnsIn(*Try->getTryBlock(), Try, Visit);
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      findReturnsIn(*Try->getHandler(I), Around, Visit);
    return;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Around)
    Visit(*Return, *Around);
  forEachEvaluatedChild(S, [&](const Stmt *Child) { findReturnsIn(*Child, Around, Visit); });
}

/// Whether a \p T stands for work that gives its result later, to the one that awaits it.
bool givesLater(QualType T, TranslationUnit &Unit) {
  const Work Is = Unit.workOf(T);
  return Is && Is.Kind != WorkKind::Generator;
}

/// How a call gives the errors of the task that it makes: in the task alone.
struct GivesErrors {
  Assumptions Assumes; ///< none: what it calls is a coroutine in sight
};

class TryReturns {
public:
  TryReturns(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit) {}

  std::vector<ReturnOutOfTry> run() {
    findReturnsIn(*writtenBody(F), nullptr, [&](const ReturnStmt &Return, const CXXTryStmt &Try) {
      Makers.clear();
      if (Return.getRetValue())
        collectMakers(*Return.getRetValue(), Try);
      if (Makers.empty() || givesErrorAsTask(Try))
        return;
      for (const CallExpr *Call : Makers)
        if (const auto Gives = givesErrors(*Call, /*Depth=*/2);
            Gives && ((isReturnedCoroutine(Return, *Call) && !isForArguments(*Call, Try)) || !throwsBeside(Try))) {
          Found.push_back({&Return, Call, &Try, Gives->Assumes});
          break; // the handlers are told once for each return
        }
    });
    return std::move(Found);
  }

private:
  bool isReturnedCoroutine(const ReturnStmt &Return, const CallExpr &Call) const {
    return valueIn(Return.getRetValue()) == &Call && userCoroutine(Call.getDirectCallee(), Unit);
  }

  /// Adds the calls that make the returned task \p E: those in the arms of `?:`, and that in the initializer of a local
  /// which the `try` does not name otherwise.
  void collectMakers(const Expr &E, const CXXTryStmt &Try) {
    const Expr *Value = valueIn(&E);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(Value)) {
      collectMakers(*Choice->getTrueExpr(), Try);
      collectMakers(*Choice->getFalseExpr(), Try);
    } else if (const auto *Call = dyn_cast<CallExpr>(Value)) {
      Makers.push_back(Call);
    } else if (const VarDecl *Local = localIn(Value);
               Local && Local->getInit() && isDeclaredIn(*Local, Try) && timesNamed(*Local, writtenBody(F)) == 1) {
      collectMakers(*Local->getInit(), Try);
    }
  }

  static bool isDeclaredIn(const VarDecl &Local, const CXXTryStmt &Try) {
    bool Declares = false;
    forEachEvaluated(Try.getTryBlock(),
                     [&](const Stmt &S) { forEachDeclared(S, [&](const VarDecl &V) { Declares |= &V == &Local; }); });
    return Declares;
  }

  /// Nothing when \p Call may also throw them.
  std::optional<GivesErrors> givesErrors(const CallExpr &Call, unsigned Depth) const {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return std::nullopt;
    if (const FunctionDecl *Coroutine = userCoroutine(Callee, Unit))
      return throwsThrough(*Coroutine) ? std::nullopt : std::optional(GivesErrors{});
    if (Unit.models().is(qualifiedName(*Callee), models::Means::HandlesFailure))
      return std::nullopt;
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
    if ((Operator && Operator->getOperator() != OO_Call) || !givesLater(Call.getType(), Unit))
      return std::nullopt;
    const Stmt *Body = Unit.isUserCode(Callee->getLocation()) ? bodyOf(*Callee) : nullptr;
    if (Body && !isCoroutine(*Callee) && Depth > 0)
      if (const auto Forwards = givesErrorsBy(*Body, Depth - 1))
        return *Forwards;
    return GivesErrors{isNoexcept(*Callee) ? Assumptions() : Assumption::ErrorInTask};
  }

  /// What the plain function with the \p Body does, which returns what others make; nothing when it returns nothing
  /// here, as a stand-in does not.
  std::optional<std::optional<GivesErrors>> givesErrorsBy(const Stmt &Body, unsigned Depth) const {
    std::optional<std::optional<GivesErrors>> All;
    bool Throws = false;
    forEachEvaluated(&Body, [&](const Stmt &S) {
      Throws |= isa<CXXThrowExpr>(S);
      const auto *Return = dyn_cast<ReturnStmt>(&S);
      if (!Return || !Return->getRetValue())
        return;
      const auto *Call = dyn_cast<CallExpr>(valueIn(Return->getRetValue()));
      const auto One = Call ? givesErrors(*Call, Depth) : std::nullopt;
      if (!All)
        All = One;
      else if (*All && One)
        All = GivesErrors{(*All)->Assumes | One->Assumes};
      else
        All = std::optional<GivesErrors>();
    });
    if (All && *All && Throws)
      All = std::optional<GivesErrors>();
    return All;
  }

  /// Whether an exception of the eager \p Coroutine leaves the call that starts it.
  static bool throwsThrough(const FunctionDecl &Coroutine) {
    const CXXRecordDecl *Promise = promiseOf(Coroutine.getReturnType());
    if (!Promise || startOf(Promise) != Start::Eager)
      return false;
    bool Rethrows = false;
    for (const CXXMethodDecl *Unhandled : methodsNamed(Promise, "unhandled_exception"))
      forEachEvaluated(bodyOf(*Unhandled), [&](const Stmt &S) { Rethrows |= isa<CXXThrowExpr>(S); });
    return Rethrows;
  }

  /// Whether the handlers of \p Try may be meant for something else: another call in it can throw at once.
  bool throwsBeside(const CXXTryStmt &Try) const {
    bool Throws = false;
    forEachEvaluated(Try.getTryBlock(), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      Throws |= isa<CXXThrowExpr>(S) || isa<CXXNewExpr>(S) || isa<CXXDynamicCastExpr>(S) ||
                (Call && !llvm::is_contained(Makers, Call) && mayThrowAtOnce(*Call));
    });
    return Throws;
  }

  /// Whether a handler of \p Try returns the exception in a task, so that the caller finds it where it looks for those
  /// of the other tasks: `return make_exception_future<int>(std::current_exception());`.
  static bool givesErrorAsTask(const CXXTryStmt &Try) {
    bool Gives = false, Returns = false;
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
      forEachEvaluated(Try.getHandler(I)->getHandlerBlock(), [&](const Stmt &S) {
        Returns |= isa<ReturnStmt>(S);
        const auto *Call = dyn_cast<CallExpr>(&S);
        const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
        if (!Callee || !Callee->getDeclName().isIdentifier())
          return;
        const auto Words = wordsOf(Callee->getName());
        Gives |= llvm::is_contained(Words, "current") && llvm::is_contained(Words, "exception");
      });
    return Gives && Returns;
  }

  /// Whether the handlers of \p Try, each of one type of exception, may be meant for the arguments of \p Call.
  bool isForArguments(const CallExpr &Call, const CXXTryStmt &Try) const {
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
      if (catchesErrors(*Try.getHandler(I)))
        return false;
    bool Throws = false;
    for (const Expr *Argument : Call.arguments())
      forEachEvaluated(Argument, [&](const Stmt &S) {
        const auto *Inner = dyn_cast<CallExpr>(&S);
        Throws |= Inner && mayThrowAtOnce(*Inner);
      });
    return Throws;
  }

  bool mayThrowAtOnce(const CallExpr &Call) const {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return true;
    if (movedFrom(&Call) || neverThrows(*Callee) || Unit.workOf(Call.getType()))
      return false;
    // `*it`, `p->f()` and accessors only lead to what is called.
    const NamespaceDecl *Library = outermostNamespace(*Callee);
    if (isa<CXXOperatorCallExpr>(Call) && Library && Library->isStdNamespace())
      return false;
    const bool IsAccessor = isa<CXXMemberCallExpr>(Call) && Call.getNumArgs() == 0 &&
                            (Callee->getReturnType()->isReferenceType() || Callee->getReturnType()->isPointerType());
    return !IsAccessor;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  llvm::SmallVector<const CallExpr *, 2> Makers; ///< of the return that is looked at
  std::vector<ReturnOutOfTry> Found;
};

} // namespace

std::vector<ReturnOutOfTry> returnsOutOfTry(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!writtenBody(F) || isCoroutine(F) || F.isDependentContext() || Unit.isBroken() ||
      !givesLater(F.getReturnType(), Unit))
    return {};
  return TryReturns(F, Unit).run();
}

} // namespace asynctidy::analyses
