// What a coroutine does besides awaiting that a cancelled one should leave undone.
#pragma once

#include "facts/syntax/parents.h"

#include "clang/AST/Stmt.h"

namespace asynctidy::analyses {

/// Whether \p S, in a body with the parents \p Up, changes what outlives the coroutine or calls a function for its
/// effect, by what the declarations tell. Left out is what ends work or tells of it, judged by its name: closing,
/// logging, counting down, what is set to nothing or to a state at the end.
bool actsBy(const clang::Stmt &S, const facts::Parents &Up);

} // namespace asynctidy::analyses
