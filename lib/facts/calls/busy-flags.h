// Coroutines that let only one activation at a time past their first lines.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"

namespace asynctidy::facts {

/// Whether \p F, a coroutine, leaves at its begin if a shared flag is set, and else sets it before it can be suspended:
/// `if (busy_) co_return; busy_ = true;` or `if (std::exchange(busy_, true)) co_return;`. What it does later is then
/// done by one activation at a time, until that clears the flag.
bool keepsOthersOut(const clang::FunctionDecl &F, const models::ModelSet &Models);

} // namespace asynctidy::facts
