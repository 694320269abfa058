// Expressions that stand alone.
#pragma once

#include "facts/syntax/parents.h"

#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// Whether \p S, in a body with the parents \p Up, is a statement of its own: its value, if it has one, is not used. A
/// condition is none.
bool isWholeStatement(const clang::Stmt &S, const Parents &Up);

} // namespace asynctidy::facts
