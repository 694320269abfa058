// Callables that return work, given to a caller that ignores the returned value.
#pragma once

#include "facts/types/work.h"

#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

/// A callable that returns work, in a place that ignores the return value.
struct IgnoredCallback {
  const clang::Expr *Callable; ///< the argument
  Work Returns;
  const clang::FunctionDecl *Body;   ///< the function that is called, when known
  const clang::NamedDecl *IgnoredBy; ///< the class or function that takes it
  const models::Entry *Because;      ///< the model that says so; null when the signature `void(...)` does
};

/// The ignored callbacks below \p Body, in source order: conversions to a class template of a signature that returns
/// void (std::function<void()> and its kind), and arguments of functions that models say ignore what the callable
/// returns.
std::vector<IgnoredCallback> ignoredCallbacksIn(const clang::Stmt *Body, const models::ModelSet &Models);

} // namespace asynctidy::facts
