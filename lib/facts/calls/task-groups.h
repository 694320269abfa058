// Groups of tasks: objects that take work, run it beside the caller, and can be waited for.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// Whether \p Call hands \p Argument, which is work, to a group of tasks, told by its shape: no container, a member
/// function that takes the work over and returns none, and another one by which a coroutine waits for all of it:
/// `group.add(f())`, `co_await group.join()`. The work runs until then at the latest.
bool startsInGroup(const clang::CallExpr &Call, const clang::Expr &Argument, TranslationUnit &Unit);

} // namespace asynctidy::facts
