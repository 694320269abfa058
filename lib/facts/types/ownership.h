// Smart pointers, and how long what they point to lives.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Type.h"

namespace asynctidy::facts {

/// A class with `get()` and `->`, which give the same object until it is assigned to: an iterator has no `get()`. What
/// it points to may outlive it, or not.
bool isSmartPointer(clang::QualType T);

/// A smart pointer whose destructor does something: it owns, alone or with others, what it points to.
bool isOwningPointer(clang::QualType T);

/// An owning pointer that can be copied, as std::shared_ptr: what it points to may outlive it.
bool isSharedPointer(clang::QualType T);

/// An owning pointer that cannot, as std::unique_ptr: what it points to dies with it, unless it is taken away.
bool isSoleOwner(clang::QualType T);

/// A class that may hold a value in itself, as std::optional: its `has_value()` tells, and `reset()` ends the value.
bool isOptional(clang::QualType T);

/// Whether \p Assign assigns to the value in an optional, which then stays where it is, if there is one: it is not
/// emptied.
bool keepsValue(const clang::CXXOperatorCallExpr &Assign);

/// Whether the variable \p Owner of \p F, a sole owner, keeps what it points to until its own end: all that \p F does
/// with it is to look at what it points to. It is not moved, reset, captured or passed on.
bool keepsPointee(const clang::VarDecl &Owner, const clang::FunctionDecl &F);

} // namespace asynctidy::facts
