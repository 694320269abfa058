#include "facts/locks/lent-locks.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/unchanged.h"

#include "llvm/ADT/STLExtras.h"

#include <vector>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {

void lendGuard(const Expr &Argument, const FunctionDecl &Callee, unsigned Index, const CallExpr &Call,
               LockActionsBuilder &Into) {
  const auto It = Into.Guards.find(localIn(&Argument));
  if (It == Into.Guards.end() || isa<CXXOperatorCallExpr>(Call) || Index >= Callee.getNumParams())
    return;
  const QualType Parameter = Callee.getParamDecl(Index)->getType();
  if (!Parameter->isReferenceType() || Parameter->getPointeeType().isConstQualified() ||
      leavesArgument(Callee, Index, Into.Models))
    return;
  Into.Lent[&Call].push_back(It->second);
  if (simpleNameOf(&Callee).starts_with("wait"))
    Into.act(Call, {It->second, Held, /*Takes=*/true, /*Tries=*/false, /*Again=*/true});
  else if (!Into.Models.is(qualifiedName(Callee), Means::Acquires))
    Into.act(Call, {It->second, Free});
}

void lend(const Expr &Argument, const FunctionDecl &Callee, unsigned Index, const Stmt &At, LockActionsBuilder &Into) {
  if (Index >= Callee.getNumParams())
    return;
  const QualType Parameter = Callee.getParamDecl(Index)->getType();
  if (!Parameter->isLValueReferenceType() || Parameter->getPointeeType().isConstQualified() ||
      leavesArgument(Callee, Index, Into.Models))
    return;
  if (const auto It = Into.Guards.find(localIn(&Argument)); It != Into.Guards.end())
    Into.act(At, {It->second, Free});
  else if (lockableKind(Argument.getType(), Into.Models))
    Into.mayUnlock(accessPath(&Argument), At);
}

void unlockInLambda(const LambdaExpr &Lambda, LockActionsBuilder &Into) {
  forEachEvaluated(Lambda.getBody(), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    if (!Call || !Call->getMethodDecl() || !isUnlock(simpleNameOf(Call->getMethodDecl())))
      return;
    const Expr *Object = Call->getImplicitObjectArgument();
    if (const auto It = Into.Guards.find(localIn(Object)); It != Into.Guards.end())
      Into.UnknownAfter[&Lambda].push_back(It->second);
    else
      Into.mayUnlock(accessPath(Object), Lambda);
  });
}

/// The locks that \p Body unlocks and does not lock: global ones and, with \p SameObject, those of its object.
static std::vector<AccessPath> unlockedIn(const Stmt *Body, bool SameObject) {
  std::vector<AccessPath> Unlocked, Locked;
  forEachEvaluated(Body, [&](const Stmt &S) {
    const auto *Inner = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Inner ? Inner->getMethodDecl() : nullptr;
    if (!Method || !(isUnlock(simpleNameOf(Method)) || isLock(simpleNameOf(Method)) || isTry(simpleNameOf(Method))))
      return;
    AccessPath Path = accessPath(Inner->getImplicitObjectArgument());
    if (Path.From == AccessPath::Root::Global || (SameObject && Path.From == AccessPath::Root::This))
      (isUnlock(simpleNameOf(Method)) ? Unlocked : Locked).push_back(std::move(Path));
  });
  llvm::erase_if(Unlocked, [&](const AccessPath &Path) { return llvm::is_contained(Locked, Path); });
  return Unlocked;
}

void unlockInCallee(const CallExpr &Call, const FunctionDecl &Callee, LockActionsBuilder &Into) {
  const FunctionDecl *Definition = definitionOf(Callee);
  if (!Definition || isCoroutine(*Definition) || Into.Holders.empty())
    return;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const bool SameObject = Member && isa<CXXThisExpr>(withoutTemporaries(Member->getImplicitObjectArgument()));
  const auto [It, New] = Into.UnlockedIn.try_emplace({Definition, SameObject});
  if (New)
    It->second = unlockedIn(writtenBody(*Definition), SameObject);
  for (const AccessPath &Path : It->second)
    Into.mayUnlock(Path, Call);
}

} // namespace asynctidy::facts
