// Whether a coroutine may await something, as far as the translation unit shows it.
#pragma once

#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// See facts::acceptsAwait() of types/coroutine-promise.h: what other coroutines of the translation unit await is known
/// here.
bool acceptsAwait(const clang::FunctionDecl &Coroutine, clang::QualType Operand, TranslationUnit &Unit);

} // namespace asynctidy::facts
