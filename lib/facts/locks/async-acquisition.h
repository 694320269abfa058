// Locks for coroutines that an await takes, whatever the operation is called.
#pragma once

#include "facts/locks/guard-origin.h"

#include "clang/AST/Expr.h"

#include <optional>

namespace asynctidy::facts {

/// A lock that is taken by `co_await m.scoped_lock()`, `co_await get_units(m, 1)` or what an awaited helper does so.
struct AsyncAcquisition {
  LockName Lock;            ///< has a path
  bool Tries = false;       ///< gives up when another holder has it, or at a deadline
  bool TakenInside = false; ///< taken by the awaited helper, and so an acquisition of that function
};

/// The acquisition that \p E awaits and gives the holder of, moved or converted; nothing when it is none. What is taken
/// is known to be a lock by what the await gives (see holderEvidence()). A semaphore counts as a lock that excludes
/// others when what is taken is more than half of its capacity, as shared when it is less, and by an assumption when
/// that cannot be seen.
std::optional<AsyncAcquisition> asyncAcquisition(const clang::Expr &E, const models::ModelSet &Models);

/// The same of an await that gives nothing, of an object that has to be given back by another operation.
std::optional<AsyncAcquisition> asyncAcquisitionByHand(const clang::Expr &Await, const models::ModelSet &Models);

} // namespace asynctidy::facts
