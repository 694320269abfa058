// Objects that live as long as anything holds a reference to them.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// True for a class whose objects may be kept alive by `shared_from_this()` and its kind.
bool isReferenceCounted(const clang::CXXRecordDecl &Record);

/// Whether something below \p S, bodies of lambdas included, makes or names a strong reference to an object of \p
/// Class: a smart pointer to it, to a base or to a derived class of it.
bool holdsReference(const clang::Stmt &S, const clang::CXXRecordDecl &Class);

/// Whether \p F is given such a reference, or makes one.
bool keepsReference(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

} // namespace asynctidy::facts
