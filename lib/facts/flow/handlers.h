// Which handler of a `try` catches an exception.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"

namespace asynctidy::facts {

/// True when \p Handler catches every exception of the class \p Thrown.
bool catches(const clang::CXXCatchStmt &Handler, const clang::CXXRecordDecl &Thrown);

/// The handler of \p Try that catches \p Thrown, or null.
const clang::CXXCatchStmt *handlerFor(const clang::CXXTryStmt &Try, const clang::CXXRecordDecl &Thrown);

/// True for a handler that catches every error: `...`, or std::exception.
bool catchesErrors(const clang::CXXCatchStmt &Handler);

} // namespace asynctidy::facts
