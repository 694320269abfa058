// Which variables statements read and change, as far as their text shows it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::facts {

using Variables = llvm::DenseSet<const clang::ValueDecl *>;
using Statements = llvm::DenseSet<const clang::Stmt *>;

/// Whether \p S names one of \p Any.
bool mentions(const clang::Stmt *S, const Variables &Any);

/// Adds every name, member and call in \p S: a flow graph meets one of them where \p S is evaluated.
void addMentions(const clang::Stmt *S, Statements &To);

/// What the assignment \p S assigns to; null when it is none.
const clang::Expr *assignedBy(const clang::Stmt &S);

/// What the assignment \p S assigns.
const clang::Expr *valueAssignedBy(const clang::Stmt &S);

/// The local variables that \p S assigns to or to a part of, calls a method of that may change them, or
/// has changed by a lambda of this function; and flags and numbers that it hands out by reference.
Variables changedIn(const clang::Stmt *S);

/// The local variables that nothing in \p S reads: they are assigned to at most.
Variables neverReadIn(const clang::Stmt *S);

/// \p Error, and the variables that \p Below makes from it.
Variables withDerived(Variables Error, const clang::Stmt *Below);

} // namespace asynctidy::facts
