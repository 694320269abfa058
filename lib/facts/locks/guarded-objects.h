// Objects whose declaration names the lock that guards them.
#pragma once

#include "facts/aliases/shared-state.h"
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

/// Whether \p F takes \p Lock, whatever object that is a member of, or its callers hold it.
bool takesLock(const clang::FunctionDecl &F, const AccessPath &Lock, TranslationUnit &Unit);

} // namespace asynctidy::facts
