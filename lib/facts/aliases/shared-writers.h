// Which functions change the objects that several can reach.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/unit/translation-unit.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// Whether a function that \p Counts, called with each of the user's functions, is seen to change \p Object or to
/// overwrite what it is a part of. What a parameter refers to counts as changed: the caller may have it from anywhere.
/// Constructors and destructors do not change their own object, nor does what models say changes nothing.
bool isChangedBy(const SharedObject &Object, TranslationUnit &Unit,
                 llvm::function_ref<bool(const clang::FunctionDecl &)> Counts);

} // namespace asynctidy::facts
