// Fix-its that keep the objects alive that work refers to.
#pragma once

#include "analyses/lifetime/dangling-work.h"

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::checks {

using Edits = llvm::SmallVector<clang::FixItHint, 3>;

/// `auto t = f(made()); co_await std::move(t);` becomes `co_await f(made());`: the temporary lives as long as the
/// statement. None unless the two statements are adjacent in \p F and t is not used otherwise.
Edits awaitAtOnce(const analyses::DanglingWork &Work, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// `auto t = [x]() -> task<> { … }();` becomes `auto t_closure = [x]() -> task<> { … };` and `auto t = t_closure();`.
/// None unless \p F only awaits t.
Edits nameClosure(const analyses::DanglingWork &Work, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// `const T &` and `T &&` of a coroutine's parameter become `T` in all declarations, so that the frame keeps a copy.
/// None unless the called function is itself the coroutine that uses the parameter, and T can be copied or moved.
Edits takeByValue(const analyses::DanglingWork &Work, facts::TranslationUnit &Unit);

} // namespace asynctidy::checks
