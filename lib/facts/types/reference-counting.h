// Reference-counted objects.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Stmt.h"

namespace asynctidy::facts {

/// True for a class with `shared_from_this()` or the like.
bool isReferenceCounted(const clang::CXXRecordDecl &Record);

/// True for a class with operations that take and give back a reference to its object, as addRef() and release(), its
/// own, of a base or free functions. The objects of such a class die with the last reference, unless they are no such
/// ones: a local may be of the class, too.
bool countsReferences(const clang::CXXRecordDecl &Record);

/// Whether an expression below \p S, including bodies of lambdas, creates or names a strong reference to an object of
/// \p Class: a smart pointer to the class, a base or a derived class.
bool holdsReference(const clang::Stmt &S, const clang::CXXRecordDecl &Class);

/// Whether \p F takes such a reference as a parameter, or creates one.
bool keepsReference(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

/// Whether the coroutine \p F sees to its object, one of \p Class, across a suspension: it holds a reference, a weak
/// one that it can ask, a flag that says whether the object lives, or a guard that it got from a part of the object and
/// that the end of the object has to wait for (`auto h = gate_.hold();`).
bool watchesObject(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

/// Whether \p F has such a flag, a weak reference or a guard from a part of its object: `auto h = gate_.hold();`.
bool holdsGuard(const clang::FunctionDecl &F);

/// Whether \p F has a local or a parameter of its own that is a strong reference to an object of \p Class.
bool keepsLocalReference(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

} // namespace asynctidy::facts
