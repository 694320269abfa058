// Pointers to exceptions: std::exception_ptr and its like.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// A class that owns an exception without being one: models call it an error, and so does its name.
bool isExceptionPointer(clang::QualType T, const models::ModelSet &Models);

/// `std::current_exception()` and its like.
bool givesCurrentException(const clang::Expr &E, const models::ModelSet &Models);

/// The exception pointer that \p S throws as if it were the exception, or makes into an exception of its own
/// (`make_exception_ptr`); null when \p S does neither.
const clang::Expr *exceptionPointerThrownBy(const clang::Stmt &S, const models::ModelSet &Models);

/// Whether a handler in the user's code of this file names the class of \p T.
bool isCaught(clang::QualType T, TranslationUnit &Unit);

} // namespace asynctidy::facts
