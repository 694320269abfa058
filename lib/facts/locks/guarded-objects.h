// Objects whose declaration names the lock that guards them.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/aliases/shared-writers.h"
#include "facts/locks/suspensions.h"
#include "facts/unit/translation-unit.h"

#include <optional>

namespace asynctidy::facts {

/// The locks that `guarded_by` or `pt_guarded_by` of \p Object, or of an object that it is part of, names, in terms of
/// the function that names the object.
llvm::SmallVector<AccessPath, 1> declaredGuardsOf(const SharedObject &Object);

/// The suspensions of \p F at which \p Object may change: those at which none of its declared guards is held, nor
/// another lock that all its writers take. Nothing when it has no such declaration; then any lock may be its guard, see
/// suspensionsIn().
std::optional<Suspensions> suspensionsOfGuarded(const SharedObject &Object, const clang::FunctionDecl &F,
                                                TranslationUnit &Unit);

/// Suspensions at which locks are held, and a change that these do not keep out.
struct UnderOtherLocks {
  Suspensions At;
  Change By;
};

/// The suspensions of \p F at which every lock that it holds is one that another function, which changes \p Object,
/// does not take, nor does a caller of that in sight. Only the changes that \p Counts are asked. Nothing when there are
/// none.
std::optional<UnderOtherLocks> suspensionsUnderOtherLocks(const SharedObject &Object, const clang::FunctionDecl &F,
                                                          TranslationUnit &Unit,
                                                          llvm::function_ref<bool(const Change &)> Counts);

} // namespace asynctidy::facts
