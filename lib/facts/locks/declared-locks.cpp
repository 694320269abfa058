#include "facts/locks/declared-locks.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {

void holdRequired(const FunctionDecl &F, const Stmt &Body, LockActionsBuilder &Into) {
  for (const FunctionDecl *Declared : F.redecls())
    for (const auto *Required : Declared->specific_attrs<RequiresCapabilityAttr>())
      for (const Expr *Lock : Required->args())
        if (const auto Kind = lockableKind(Lock->getType(), Into.Models)) {
          const unsigned I = Into.byHand(Into.nameLock(*Lock, *Kind, Required->isShared()));
          Into.Holders[I].Since = &Body;
          Into.AtEntry.push_back(I);
        }
}

void actByModel(const CallExpr &Call, const FunctionDecl &Callee, LockActionsBuilder &Into) {
  const std::string Name = qualifiedName(Callee);
  auto ForEachLock = [&](const models::Entry &Reason, auto Do) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    if (Member)
      return Do(*Member->getImplicitObjectArgument());
    for (unsigned I = 0; I < Call.getNumArgs(); ++I)
      if (Reason.speaksOfArgument(I))
        Do(*Call.getArg(I));
  };
  for (const Means Does : {Means::Acquires, Means::TriesToAcquire})
    if (const models::Entry *Reason = Into.Models.find(Name, Does))
      ForEachLock(*Reason, [&](const Expr &Lock) {
        if (Call.getNumArgs() > 1 && !isa<CXXMemberCallExpr>(Call) && Reason->Arguments.empty())
          Into.TakenTogether.insert(&Call);
        const auto Kind = lockableKind(Lock.getType(), Into.Models);
        if (const auto It = Into.Guards.find(localIn(&Lock));
            It != Into.Guards.end()) // std::lock(first_guard, second_guard)
          return Into.act(Call, {It->second, Held, true});
        const unsigned I = Into.byHand(Into.nameLock(Lock, Kind.value_or(LockKind::Thread), false));
        const bool Boolean = Call.getType()->isBooleanType(); // else an error number, zero for success
        Into.acquireByHand(I, Call, Does == Means::TriesToAcquire, Boolean);
      });
  if (const models::Entry *Reason = Into.Models.find(Name, Means::Releases))
    ForEachLock(*Reason, [&](const Expr &Lock) { Into.release(accessPath(&Lock), Call); });
}

void actByAttributes(const CallExpr &Call, const FunctionDecl &Callee, LockActionsBuilder &Into) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  auto PathAtCall = [&](const Expr &Named) {
    AccessPath Path = accessPath(&Named);
    if (Path.From == AccessPath::Root::This && Member) {
      AccessPath Object = accessPath(Member->getImplicitObjectArgument());
      if (Object)
        Object.Steps.append(Path.Steps.begin(), Path.Steps.end());
      return Object;
    }
    return Path.From == AccessPath::Root::Global ? Path : AccessPath();
  };
  for (const FunctionDecl *Declared : Callee.redecls()) {
    for (const auto *Acquires : Declared->specific_attrs<AcquireCapabilityAttr>())
      for (const Expr *Lock : Acquires->args())
        if (const auto Kind = lockableKind(Lock->getType(), Into.Models))
          if (AccessPath Path = PathAtCall(*Lock)) {
            LockName Name = Into.nameLock(*Lock, *Kind, Acquires->isShared());
            Name.Path = std::move(Path);
            Into.acquireByHand(Into.byHand(Name), Call, false);
          }
    for (const auto *Releases : Declared->specific_attrs<ReleaseCapabilityAttr>())
      for (const Expr *Lock : Releases->args())
        Into.release(PathAtCall(*Lock), Call);
  }
}

} // namespace asynctidy::facts
