// What comes after an await, told from the syntax alone: for bodies of templates, which have no graph.
#pragma once

#include "facts/syntax/parents.h"

#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// Whether an await comes before \p S on each path, or in an earlier round of a loop: in a statement before it, or in a
/// condition that it depends on. One whose awaiter is not known suspends.
bool isAfterAwait(const clang::Stmt &S, const Parents &Up);

} // namespace asynctidy::facts
