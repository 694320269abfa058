#include "facts/locks/lock-actions-builder.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

bool isUnlock(llvm::StringRef Name) { return Name == "unlock" || Name == "unlock_shared" || Name == "Unlock"; }
bool isLock(llvm::StringRef Name) { return Name == "lock" || Name == "lock_shared" || Name == "Lock"; }
bool isTry(llvm::StringRef Name) { return Name.starts_with("try"); }

LockName LockActionsBuilder::nameLock(const Expr &E, LockKind Kind, bool Shared) const {
  return {accessPath(&E), Kind, Shared, isRecursiveLock(E.getType(), Models)};
}

unsigned LockActionsBuilder::add(LockHolder H) {
  if (H.Guard)
    Guards[H.Guard] = Holders.size();
  Holders.push_back(std::move(H));
  return Holders.size() - 1;
}

unsigned LockActionsBuilder::byHand(const LockName &Lock) {
  for (unsigned I = 0; I < Holders.size(); ++I)
    if (!Holders[I].Guard && Holders[I].Locks.front().Path == Lock.Path)
      return I;
  LockHolder H;
  H.Locks.push_back(Lock);
  return add(std::move(H));
}

void LockActionsBuilder::rename(unsigned I, llvm::ArrayRef<LockName> Locks) {
  LockHolder &H = Holders[I];
  const bool WasUnknown = H.Locks.size() == 1 && !H.Locks.front().Path;
  auto HaveSamePath = [](const LockName &A, const LockName &B) { return A.Path == B.Path; };
  if (WasUnknown && !H.IsAmbiguous && !Locks.empty()) {
    H.Locks.assign(Locks.begin(), Locks.end());
  } else if (!std::equal(Locks.begin(), Locks.end(), H.Locks.begin(), H.Locks.end(), HaveSamePath)) {
    H.IsAmbiguous = true;
    H.Locks.truncate(1);
    H.Locks.front().Path = {};
  }
}

void LockActionsBuilder::acquireByHand(unsigned I, const CallExpr &Call, bool Tries, bool TrueMeansHeld) {
  if (!Holders[I].Since)
    Holders[I].Since = &Call;
  act(Call, {I, static_cast<unsigned char>(Tries ? Either : Held), true, Tries});
  if (Tries)
    Tests[&Call] = {I, !TrueMeansHeld};
}

void LockActionsBuilder::release(const AccessPath &Path, const Stmt &At) {
  for (unsigned I = 0; I < Holders.size(); ++I)
    for (const LockName &Lock : Holders[I].Locks)
      if (Lock.Path == Path && Path)
        act(At, {I, Free});
}

void LockActionsBuilder::mayUnlock(const AccessPath &Path, const Stmt &At) {
  for (unsigned I = 0; I < Holders.size(); ++I)
    if (Path && llvm::any_of(Holders[I].Locks, [&](const LockName &Lock) { return Lock.Path == Path; }))
      UnknownAfter[&At].push_back(I);
}

} // namespace asynctidy::facts
