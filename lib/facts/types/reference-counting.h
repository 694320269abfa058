// Reference-counted objects.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// True for a class with `shared_from_this()` or the like.
bool isReferenceCounted(const clang::CXXRecordDecl &Record);

/// Whether an expression below \p S, including bodies of lambdas, creates or names a strong reference to an object of
/// \p Class: a smart pointer to the class, a base or a derived class.
bool holdsReference(const clang::Stmt &S, const clang::CXXRecordDecl &Class);

/// Whether \p F takes such a reference as a parameter, or creates one.
bool keepsReference(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

} // namespace asynctidy::facts
