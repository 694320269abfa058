#include "facts/locks/guarded-objects.h"

#include "facts/aliases/shared-writers.h"
#include "facts/locks/lock-actions.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Adds the locks that the attributes of \p Declared name; a member's are those of \p Owner.
void addGuards(const ValueDecl &Declared, const AccessPath &Owner, llvm::SmallVectorImpl<AccessPath> &Guards) {
  const auto Add = [&](const Expr *Lock) {
    AccessPath Path = accessPath(Lock);
    if (Path.From == AccessPath::Root::This && Owner) {
      AccessPath OfOwner = Owner;
      OfOwner.Steps.append(Path.Steps.begin(), Path.Steps.end());
      Guards.push_back(std::move(OfOwner));
    } else if (Path.From == AccessPath::Root::Global) {
      Guards.push_back(std::move(Path));
    }
  };
  for (const auto *Says : Declared.specific_attrs<GuardedByAttr>())
    Add(Says->getArg());
  for (const auto *Says : Declared.specific_attrs<PtGuardedByAttr>())
    Add(Says->getArg());
}

/// The member or variable that a lock is, whatever object it is a member of.
const ValueDecl *declarationOf(const AccessPath &Lock) { return innermostOf(Lock).first; }

/// The members and variables that are the locks which a function takes, or which its callers hold.
struct LocksTaken : Analysis<const FunctionDecl *, llvm::SmallVector<const ValueDecl *, 2>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result Found;
    for (const LockHolder &Holder : lockActionsIn(*F, Unit.models()).Holders)
      for (const LockName &One : Holder.Locks)
        Found.push_back(declarationOf(One.Path));
    return Found;
  }
};

} // namespace

bool takesLock(const FunctionDecl &F, const AccessPath &Lock, TranslationUnit &Unit) {
  const ValueDecl *Declared = declarationOf(Lock);
  return Declared && llvm::is_contained(Unit.get<LocksTaken>(&F), Declared);
}

llvm::SmallVector<AccessPath, 1> declaredGuardsOf(const SharedObject &Object) {
  llvm::SmallVector<AccessPath, 1> Guards;
  AccessPath Owner = Object.Path;
  Owner.Steps.clear();
  if (Owner.Variable)
    addGuards(*cast<ValueDecl>(Owner.Variable->getMostRecentDecl()), AccessPath(), Guards);
  for (const AccessPath::Step Step : Object.Path.Steps) {
    if (Step)
      addGuards(*Step, Owner, Guards);
    Owner.Steps.push_back(Step);
  }
  return Guards;
}

std::optional<Suspensions> suspensionsOfGuarded(const SharedObject &Object, const FunctionDecl &F,
                                                TranslationUnit &Unit) {
  const auto Guards = declaredGuardsOf(Object);
  if (Guards.empty())
    return std::nullopt;
  return Suspensions(F, Unit, [&](const LockName &Lock) {
    if (!Lock.Path || llvm::is_contained(Guards, Lock.Path))
      return true;
    const auto IsOfAnother = [&](const AccessPath &Guard) { return declarationOf(Guard) == declarationOf(Lock.Path); };
    return llvm::none_of(Guards, IsOfAnother) &&
           !changeOf(Object, Unit, [&](const Change &By) { return !takesLock(*By.In, Lock.Path, Unit); });
  });
}

} // namespace asynctidy::facts
