// Edits that keep alive what work refers to.
#pragma once

#include "analyses/lifetime/dangling-work.h"

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::checks {

using Edits = llvm::SmallVector<clang::FixItHint, 3>;

/// `auto t = f(made()); co_await std::move(t);` becomes `co_await f(made());`: what f refers to lives as long as the
/// statement. None unless \p F does just that, with nothing but space in between.
Edits awaitAtOnce(const analyses::DanglingWork &Work, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// `auto t = [x]() -> task<> { … }();` becomes `auto t_closure = [x]() -> task<> { … };` and `auto t = t_closure();`.
/// None unless all that \p F does with t is to await it.
Edits nameClosure(const analyses::DanglingWork &Work, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// `const T &` and `T &&` of a coroutine's parameter become `T`, in all its declarations: the frame keeps it. None
/// unless the function called is itself the coroutine that uses it, and T may be copied, or moved.
Edits takeByValue(const analyses::DanglingWork &Work, facts::TranslationUnit &Unit);

} // namespace asynctidy::checks
