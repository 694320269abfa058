// Awaits that give their error as a value.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// True when \p Await gives its error as a value, or puts it into a variable of the caller: it throws none.
bool givesErrorAsValue(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

/// The variable or structured binding that holds the error which \p Await gives as a value; null when there is none.
const clang::ValueDecl *errorVariableOf(const clang::CoawaitExpr &Await, const clang::FunctionDecl &F,
                                        const models::ModelSet &Models);

} // namespace asynctidy::facts
