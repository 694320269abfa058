// How a local comes by the work it holds.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::analyses {

/// True when \p E makes a new value by calling something: the work is fresh, and nothing else refers to it.
bool isFreshFromCall(const clang::Expr *E);

/// True for `auto a = awaiter{...}` and `awaiter a{...}`: an operation made by name, which does nothing until awaited.
/// One with a destructor of its own may serve another purpose, and so may one that is awaited through an operator.
bool isOperationMadeByName(const clang::VarDecl &V, const models::ModelSet &Models);

bool isDefaultConstructed(const clang::VarDecl &V);

/// The parameter or local that \p V takes its task over from, which then has no other owner left; or null.
const clang::ValueDecl *movedFromLocal(const clang::VarDecl &V);

} // namespace asynctidy::analyses
