// Where the work in a local comes from.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::analyses {

/// True when \p E is the value of a call: the work is new, and nothing else refers to it.
bool isFreshFromCall(const clang::Expr *E);

/// True for `auto a = awaiter{...}` and `awaiter a{...}`: an operation that is constructed directly and does nothing
/// until it is awaited. Types with a user-written destructor or an `operator co_await` may serve another purpose and do
/// not count.
bool isOperationMadeByName(const clang::VarDecl &V, const models::ModelSet &Models);

/// True when \p V is default-constructed, and so holds no work.
bool isDefaultConstructed(const clang::VarDecl &V);

/// The parameter or local that \p V is move-constructed from; or null.
const clang::ValueDecl *movedFromLocal(const clang::VarDecl &V);

} // namespace asynctidy::analyses
