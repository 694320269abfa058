// Whether a statement always leaves its block, by its last statement.
#pragma once

#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// The last statement of \p S: of a block, the last one in it. Null for an empty block.
const clang::Stmt *lastOf(const clang::Stmt *S);

/// Whether \p S ends with a return, a co_return, a break or a continue.
bool alwaysLeaves(const clang::Stmt *S);

} // namespace asynctidy::facts
