#include "facts/errors/stop-tests.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Whether a name is about stopping; needed to recognize stop tests of the coroutine's own locals. Whole words only:
/// `trunk` is not `run`.
bool speaksOfStopping(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Words[] = {
      "abort",        "aborted",   "aborting",   "active", "alive",    "cancel",  "canceled", "canceling",
      "cancellation", "cancelled", "cancelling", "close",  "closed",   "closing", "exit",     "exited",
      "exiting",      "open",      "opened",     "quit",   "quitting", "run",     "running",  "runs",
      "shut",         "shutdown",  "shutting",   "stop",   "stopped",  "stopping"};
  return hasWord(Name, Words);
}

/// Calls \p Visit for the operands of !, && and || in \p E.
void forEachAtom(const Expr *E, llvm::function_ref<void(const Expr &)> Visit) {
  E = withoutTemporaries(E);
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return forEachAtom(Not->getSubExpr(), Visit);
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E); Cast && Cast->getType()->isBooleanType())
    return forEachAtom(Cast->getSubExpr(), Visit);
  if (const auto *Both = dyn_cast<BinaryOperator>(E); Both && Both->isLogicalOp()) {
    forEachAtom(Both->getLHS(), Visit);
    return forEachAtom(Both->getRHS(), Visit);
  }
  Visit(*E);
}

bool isOwnLocal(const ValueDecl *D) {
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() && !V->getType()->isPointerType();
}

/// True for a condition by which other code can make this coroutine stop: a flag, a state, or a query of an object that
/// is not a local of the coroutine or has a name about stopping. Counts and sizes do not count.
bool asksWhetherToStop(const Expr &Atom) {
  const Expr *E = withoutTemporaries(&Atom);
  if (isa<CoawaitExpr>(E))
    return false; // it suspends first
  if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isComparisonOp()) {
    auto IsState = [](const Expr *Side) {
      Side = withoutTemporaries(Side);
      const bool Constant = isa<CXXBoolLiteralExpr>(Side) || isa<IntegerLiteral>(Side) ||
                            (isa<DeclRefExpr>(Side) && isa<EnumConstantDecl>(cast<DeclRefExpr>(Side)->getDecl()));
      const QualType T = Side->getType().getNonReferenceType();
      return !Constant && (T->isEnumeralType() || T->isBooleanType()) && asksWhetherToStop(*Side);
    };
    return IsState(Compare->getLHS()) || IsState(Compare->getRHS());
  }
  if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(E);
      Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl())) {
    const Expr *Object = withoutTemporaries(Conversion->getImplicitObjectArgument());
    return asksWhetherToStop(*Object);
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return !isOwnLocal(Name->getDecl()) || speaksOfStopping(Name->getDecl()->getName());
  if (isa<MemberExpr>(E))
    return true;
  if (const auto *Deref = dyn_cast<UnaryOperator>(E); Deref && Deref->getOpcode() == UO_Deref)
    return true;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getDeclName().isIdentifier() && speaksOfStopping(Method->getName()))
      return true;
    const ValueDecl *Object = onlyNames(withoutTemporaries(Call->getImplicitObjectArgument()));
    return !isOwnLocal(Object) || !isa<DeclRefExpr>(withoutTemporaries(Call->getImplicitObjectArgument()));
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E); Operator && Operator->getOperator() == OO_Call)
    return Operator->getNumArgs() == 1 && Operator->getType()->isBooleanType(); // a token that is called
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return llvm::any_of(Operator->arguments(), [](const Expr *A) {
      const ValueDecl *Named = onlyNames(withoutTemporaries(A));
      return Named && !isa<EnumConstantDecl>(Named) && !isOwnLocal(Named);
    });
  return isa<CallExpr>(E);
}

void noteStopTests(const Stmt &S, Statements &StopTests) {
  const Branching Branch = branchingOf(S);
  if (!Branch.Tested || Branch.Tested->isTypeDependent() || isa<SwitchStmt>(S))
    return;
  if (!Branch.IsLoop && !leaves(Branch, Leaving::ForGood, S))
    return;
  forEachAtom(Branch.Tested, [&](const Expr &Atom) {
    const Expr *Asked = &Atom;
    // `while (auto next = …)` tests the initializer of the variable.
    if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(Asked);
        Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl()))
      Asked = withoutTemporaries(Conversion->getImplicitObjectArgument());
    if (asksWhetherToStop(Atom)) {
      addMentions(&Atom, StopTests);
    } else if (const auto *Name = dyn_cast<DeclRefExpr>(Asked)) {
      const auto *V = dyn_cast<VarDecl>(Name->getDecl());
      bool Awaits = false;
      forEachEvaluated(V ? V->getInit() : nullptr, [&](const Stmt &Inner) { Awaits |= isa<CoawaitExpr>(Inner); });
      const bool InCondition = isa<IfStmt>(S) ? cast<IfStmt>(S).getConditionVariable() == V
                                              : isa<WhileStmt>(S) && cast<WhileStmt>(S).getConditionVariable() == V;
      if (V && InCondition && !Awaits)
        addMentions(&Atom, StopTests);
    }
  });
}

struct StopTestsOfFunction : Analysis<const FunctionDecl *, Statements> {
  static Result run(const FunctionDecl *F, TranslationUnit &) { return stopTestsIn(writtenBody(*F)); }
};

} // namespace

const Statements &stopTestsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<StopTestsOfFunction>(&F);
}

Statements stopTestsIn(const Stmt *Body) {
  Statements StopTests;
  forEachEvaluated(Body, [&](const Stmt &S) { noteStopTests(S, StopTests); });
  return StopTests;
}

} // namespace asynctidy::facts
