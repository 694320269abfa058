#include "facts/locks/declared-locks.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {

/// The lock that \p Lock, `!m`, says is not held; null for one that is held.
static const Expr *negated(const Expr &Lock) {
  const Expr *E = Lock.IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return Not->getSubExpr();
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  return Call && Call->getOperator() == OO_Exclaim ? Call->getArg(0) : nullptr;
}

/// The lock \p Path, named by an attribute of some declaration of \p F, as the definition \p F names it.
static AccessPath inDefinition(AccessPath Path, const FunctionDecl &F) {
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Path.Variable);
  if (Parameter && Parameter->getFunctionScopeIndex() < F.getNumParams())
    Path.Variable = F.getParamDecl(Parameter->getFunctionScopeIndex())->getCanonicalDecl();
  return Path;
}

void holdRequired(const FunctionDecl &F, const Stmt &Body, LockActionsBuilder &Into) {
  for (const FunctionDecl *Declared : F.redecls())
    for (const auto *Required : Declared->specific_attrs<RequiresCapabilityAttr>())
      for (const Expr *Lock : Required->args())
        if (const auto Kind = negated(*Lock) ? std::nullopt : lockableKind(Lock->getType(), Into.Models)) {
          LockName Name = Into.nameLock(*Lock, *Kind, Required->isShared());
          Name.Path = inDefinition(std::move(Name.Path), F);
          const unsigned I = Into.byHand(Name);
          Into.Holders[I].Since = &Body;
          if (!llvm::is_contained(Into.AtEntry, I)) // a later declaration inherits the attribute
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

namespace {

/// Reads the locks that attributes of a callee name, in terms of its caller.
class LocksOfCallee {
public:
  LocksOfCallee(const CallParts &Made, const models::ModelSet &Models) : Made(Made), Models(Models) {}

  /// Calls \p Do with those among \p Locks that have a name. Without any, the object of the call is meant.
  template <class Range> void read(const Range &Locks, bool Shared, llvm::function_ref<void(LockName)> Do) const {
    if (Locks.begin() == Locks.end() && Made.Object)
      tell(*Made.Object, accessPath(Made.Object), Shared, Do);
    for (const Expr *Lock : Locks)
      read(*Lock, Shared, Do);
  }
  void read(const Expr &Lock, bool Shared, llvm::function_ref<void(LockName)> Do) const {
    tell(Lock, inCaller(accessPath(&Lock), *Made.Callee, Made.Object, Made.Arguments), Shared, Do);
  }

private:
  void tell(const Expr &Lock, AccessPath Path, bool Shared, llvm::function_ref<void(LockName)> Do) const {
    const auto Kind = lockableKind(Lock.getType(), Models);
    if (Kind && Path)
      Do({std::move(Path), *Kind, Shared, isRecursiveLock(Lock.getType(), Models)});
  }

  const CallParts &Made;
  const models::ModelSet &Models;
};

} // namespace

void actByAttributes(const CallExpr &Call, const FunctionDecl &Callee, LockActionsBuilder &Into) {
  const CallParts Parts = partsOf(Call);
  const FunctionDecl &Declared = *Callee.getMostRecentDecl(); // which has inherited what the others say
  const LocksOfCallee Locks(Parts, Into.Models);
  for (const auto *Says : Declared.specific_attrs<AcquireCapabilityAttr>())
    Locks.read(Says->args(), Says->isShared(),
               [&](const LockName &Lock) { Into.acquireByHand(Into.byHand(Lock), Call, false); });
  for (const auto *Says : Declared.specific_attrs<TryAcquireCapabilityAttr>()) {
    bool Success = true;
    const Expr *Value = Says->getSuccessValue();
    if (!Value->isValueDependent() && Value->EvaluateAsBooleanCondition(Success, Declared.getASTContext()))
      Locks.read(Says->args(), Says->isShared(),
                 [&](const LockName &Lock) { Into.acquireByHand(Into.byHand(Lock), Call, true, Success); });
  }
  for (const auto *Says : Declared.specific_attrs<AssertCapabilityAttr>())
    Locks.read(Says->args(), Says->isShared(), [&](const LockName &Lock) {
      const unsigned I = Into.byHand(Lock);
      if (!Into.Holders[I].Since)
        Into.Holders[I].Since = &Call;
      Into.act(Call, {I, Held}); // a caller of this function has taken it
    });
  for (const auto *Says : Declared.specific_attrs<ReleaseCapabilityAttr>())
    Locks.read(Says->args(), false, [&](const LockName &Lock) { Into.release(Lock.Path, Call); });
}

std::vector<LockName> locksExcludedBy(const CallParts &Made, const models::ModelSet &Models) {
  std::vector<LockName> Found;
  const FunctionDecl &Declared = *Made.Callee->getMostRecentDecl();
  const LocksOfCallee Locks(Made, Models);
  const auto Add = [&](LockName Lock) { Found.push_back(std::move(Lock)); };
  for (const auto *Says : Declared.specific_attrs<LocksExcludedAttr>())
    for (const Expr *Lock : Says->args())
      Locks.read(*Lock, false, Add);
  for (const auto *Says : Declared.specific_attrs<RequiresCapabilityAttr>())
    for (const Expr *Lock : Says->args())
      if (const Expr *Free = negated(*Lock))
        Locks.read(*Free, false, Add);
  return Found;
}

} // namespace asynctidy::facts
