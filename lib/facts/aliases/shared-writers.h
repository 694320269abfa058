// Which functions change the objects that several can reach.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// Whether a function other than \p F is seen to change \p Object, which F shares with others, or to overwrite what it
/// is a part of. What a parameter refers to counts as changed by others: the caller may have it from anywhere.
/// Constructors and destructors do not change their own object, nor does what models say changes nothing.
bool isChangedElsewhere(const SharedObject &Object, const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
