// Awaits that return their error as a value instead of throwing.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// True when \p Await returns its error as a value, or writes it to a variable of the caller, and so does not throw it.
bool givesErrorAsValue(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

/// Whether \p Await gives nothing, or nothing but an error: an error, or a tuple of one.
bool givesAtMostError(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

/// Whether \p Await is of an operation whose type has the signature of its completion, which has no error: `void(bool)`
/// of Asio's `deferred_async_operation<void(bool), ...>`.
bool completesWithoutError(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

/// The variable or structured binding of \p F that holds the error of \p Await; null when there is none.
const clang::ValueDecl *errorVariableOf(const clang::CoawaitExpr &Await, const clang::FunctionDecl &F,
                                        const models::ModelSet &Models);

} // namespace asynctidy::facts
