// Callables that return work, given to a caller that ignores the returned value.
#pragma once

#include "facts/types/work.h"

#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

/// The signature of a class that stores a callable: `function<void(int)>`. Else null.
const clang::FunctionProtoType *signatureOf(const clang::CXXRecordDecl *Class);

/// The same, if it returns void.
bool takesVoidSignature(const clang::CXXRecordDecl *Class);

/// Whether \p F is the call operator of a class that stores a callable: it runs a function that is not known.
bool isCallableWrapper(const clang::FunctionDecl &F);

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
