// Member coroutines that use an object to which they hold no reference.
#pragma once

#include "facts/calls/use-after-return.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::analyses {

/// A member coroutine of a reference-counted class that uses its object after a suspension, that nobody can wait for,
/// and that holds no reference to the object: the first such use. Nothing when \p F is none.
std::optional<facts::UseAfterReturn> usesUnheldObject(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
