// Which handler of a `try` gets an exception.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"

namespace asynctidy::facts {

/// True when \p Handler catches every exception of the class \p Thrown.
bool catches(const clang::CXXCatchStmt &Handler, const clang::CXXRecordDecl &Thrown);

/// The handler of \p Try that gets what is \p Thrown in it, or null.
const clang::CXXCatchStmt *handlerFor(const clang::CXXTryStmt &Try, const clang::CXXRecordDecl &Thrown);

/// True for a handler that lets no error through: `...`, or the root of the standard exceptions.
bool catchesErrors(const clang::CXXCatchStmt &Handler);

} // namespace asynctidy::facts
