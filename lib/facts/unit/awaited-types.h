// Whether a coroutine may await a type, judged by the awaits of the whole translation unit.
#pragma once

#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// As facts::acceptsAwait() of types/coroutine-promise.h, given what all coroutines of the translation unit await.
bool acceptsAwait(const clang::FunctionDecl &Coroutine, clang::QualType Operand, TranslationUnit &Unit);

} // namespace asynctidy::facts
