#include "analyses/cancellation/swallowed-cancellation-acts.h"

#include "facts/flow/def-use.h"
#include "facts/flow/given-constants.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/whole-statements.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// Whether a function of this name ends something, or says what happened: what a cancelled coroutine does as well.
bool endsOrTells(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Words[] = {
      "abandon",    "abort",   "assert",      "cancel",  "check",    "clean",   "cleanup",  "clear",   "close",
      "complete",   "count",   "debug",       "delete",  "destroy",  "detach",  "disarm",   "dispose", "disconnect",
      "done",       "drop",    "dump",        "end",     "erase",    "error",   "exit",     "expect",  "fail",
      "finalize",   "finish",  "free",        "info",    "join",     "kill",    "leave",    "log",     "message",
      "metric",     "metrics", "notice",      "notify",  "print",    "printf",  "println",  "quit",    "record",
      "release",    "remove",  "report",      "reset",   "resolve",  "restore", "rollback", "set",     "shut",
      "shutdown",   "signal",  "stop",        "swap",    "teardown", "trace",   "undo",     "unlink",  "unlock",
      "unregister", "unset",   "unsubscribe", "verbose", "wake",     "warn",    "warning",  "write"};
  return hasWord(Name, Words);
}

bool outlives(const Expr &Of) {
  const Expr *Target = withoutTemporaries(&Of);
  while (const auto *Member = dyn_cast<MemberExpr>(Target)) {
    const Expr *Base = withoutTemporaries(Member->getBase());
    if (Member->isArrow() || isa<CXXThisExpr>(Base))
      return true;
    Target = Base;
  }
  const auto *Name = dyn_cast<DeclRefExpr>(Target);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return V && (!V->hasLocalStorage() || V->getType()->isReferenceType());
}

/// Whether \p Value, assigned to \p Target, says that something has ended or is not there: false, null, an enumerator
/// of such a name, or anything that is kept under such a name.
bool saysEnded(const Expr &Value, const Expr &Target) {
  static constexpr llvm::StringLiteral States[] = {"closed", "closing",  "completed", "disconnected", "ended",
                                                   "failed", "finished", "idle",      "inactive",     "init",
                                                   "none",   "off",      "stopped",   "stopping",     "unknown"};
  const auto Says = [](llvm::StringRef Name) { return endsOrTells(Name) || hasWord(Name, States); };
  const ValueDecl *Named = onlyNames(withoutTemporaries(&Target));
  if (Named && Named->getDeclName().isIdentifier() && Says(Named->getName()))
    return true;
  const auto Constant = givenConstant(Value);
  if (!Constant)
    return isMadeOfLiterals(Value) || isa<InitListExpr>(Value);
  return Constant->Enumerator ? Says(Constant->Enumerator->getName()) : Constant->Truth != true;
}

} // namespace

bool actsBy(const Stmt &S, const Parents &Up) {
  if (const Expr *Target = assignedBy(S))
    return outlives(*Target) && !saysEnded(*valueAssignedBy(S), *Target);
  if (const auto *Step = dyn_cast<UnaryOperator>(&S))
    return Step->isIncrementOp() && outlives(*Step->getSubExpr());
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call && !isa<CXXOperatorCallExpr>(Call) ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getDeclName().isIdentifier() || Callee->isInStdNamespace() || isNoReturnCall(S) ||
      !isWholeStatement(S, Up) || endsOrTells(Callee->getName()))
    return false;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  return !Member || (!Member->getMethodDecl()->isConst() && outlives(*Member->getImplicitObjectArgument())) ||
         (!Member->getMethodDecl()->isConst() &&
          isa<CXXThisExpr>(withoutTemporaries(Member->getImplicitObjectArgument())));
}

} // namespace asynctidy::analyses
