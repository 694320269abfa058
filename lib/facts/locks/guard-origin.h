// What a guard is made of.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/types/lockable.h"
#include "models/model-set.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace asynctidy::facts {

/// One lock, as one function names it.
struct LockName {
  AccessPath Path; ///< unknown when nobody sees which it is
  LockKind Kind = LockKind::Thread;
  bool Shared = false;    ///< taken together with other readers
  bool Recursive = false; ///< its holder may take it again
};

/// The locks that the value of an expression holds, and how it came by them.
struct GuardOrigin {
  /// How a tag beside the locks changes the usual way, which is to take them.
  enum class Way : unsigned char { Takes, Defers, Tries, Adopts };

  llvm::SmallVector<LockName, 1> Locks; ///< none that nobody can name
  Way How = Way::Takes;
  bool TakenInside =
      false; ///< a function that returns the guard has taken them: seen as an acquisition of that function
};

/// Reads \p Maker, the initializer of a guard of the shape \p Shape: the locks it mentions; and where it mentions none,
/// those that the constructor of a class around a guard, or a function that returns one, is seen to take, in terms of
/// the call.
GuardOrigin guardOrigin(const clang::Expr &Maker, const GuardShape &Shape, const models::ModelSet &Models);

} // namespace asynctidy::facts
