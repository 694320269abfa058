// Which variables statements read and change; syntactic, without aliases.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::facts {

using Variables = llvm::DenseSet<const clang::ValueDecl *>;
using Statements = llvm::DenseSet<const clang::Stmt *>;

/// Whether \p S names one of \p Any.
bool mentions(const clang::Stmt *S, const Variables &Any);

/// Adds every name, member and call in \p S: each is an element of the flow graph where \p S is evaluated.
void addMentions(const clang::Stmt *S, Statements &To);

/// The left side of \p S; null when it is not an assignment.
const clang::Expr *assignedBy(const clang::Stmt &S);

/// The right side of \p S, which must be an assignment.
const clang::Expr *valueAssignedBy(const clang::Stmt &S);

/// The local variables that \p S may change: by an assignment to them or to a part of them, by a call of a non-const
/// member function, or by a call of a lambda of this function; and arithmetic variables that it passes by reference.
Variables changedIn(const clang::Stmt *S);

/// The local variables declared in \p S that are never read in it, only assigned to.
Variables neverReadIn(const clang::Stmt *S);

/// \p Error and the variables that \p Below initializes from it.
Variables withDerived(Variables Error, const clang::Stmt *Below);

} // namespace asynctidy::facts
