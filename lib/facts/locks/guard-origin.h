// Which locks a guard holds, by its initializer.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/types/lockable.h"
#include "models/model-set.h"
#include "summaries/assumptions.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace asynctidy::facts {

/// One lock, as one function names it.
struct LockName {
  AccessPath Path; ///< unknown when the lock cannot be named
  LockKind Kind = LockKind::Thread;
  bool Shared = false;                 ///< taken together with other readers
  bool Recursive = false;              ///< its holder may take it again
  summaries::Assumptions Assumes = {}; ///< what makes it a lock that excludes other holders
};

/// The locks that a guard holds, and how it acquired them.
struct GuardOrigin {
  /// How the guard acquires the locks: Takes, unless a tag argument says otherwise.
  enum class Mode : unsigned char { Takes, Defers, Tries, Adopts };

  llvm::SmallVector<LockName, 1> Locks; ///< only those that can be named
  Mode How = Mode::Takes;
  bool TakenInside = false; ///< taken by the function that returns the guard, and so an acquisition of that function
};

/// Reads \p Maker, the initializer of a guard of the shape \p Shape: the locks it mentions; if it mentions none, those
/// that the visible constructor of a class with a guard member, or the visible function that returns the guard, takes,
/// in terms of the caller.
GuardOrigin guardOrigin(const clang::Expr &Maker, const GuardShape &Shape, const models::ModelSet &Models);

} // namespace asynctidy::facts
