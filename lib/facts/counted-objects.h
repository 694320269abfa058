// Objects that live as long as somebody holds a reference to them.
#pragma once

#include "facts/late-use.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::facts {

/// True for a class whose objects may be kept alive by `shared_from_this()` and its kind.
bool isReferenceCounted(const clang::CXXRecordDecl &Record);

/// Whether something below \p S, bodies of lambdas included, makes or names a strong reference to an object of \p
/// Class: a smart pointer to it, to a base or to a derived class of it.
bool holdsReference(const clang::Stmt &S, const clang::CXXRecordDecl &Class);

/// Whether \p F is given such a reference, or makes one.
bool keepsReference(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class);

/// A member coroutine of a reference-counted class that uses its object after a suspension, that nobody can wait for,
/// and that holds no reference to the object: the first such use. Nothing when \p F is none.
std::optional<LateUse> usesUnheldObject(const clang::FunctionDecl &F, Facts &All);

} // namespace asynctidy::facts
