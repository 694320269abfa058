// Member coroutines that use an object to which they hold no reference.
#pragma once

#include "facts/calls/use-after-return.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::analyses {

/// The first use of the object after a suspension, if \p F is a member coroutine of a reference-counted class that no
/// caller can wait for and that holds no reference to the object. Else nothing.
std::optional<facts::UseAfterReturn> usesUnheldObject(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
