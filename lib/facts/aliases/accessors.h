// Member functions that give access to what their object holds.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// An accessor whose body is in sight, called on an object that is no container, pointer or view itself.
struct AccessorCall {
  const clang::CXXMethodDecl *Body = nullptr;         ///< its definition; null: there is none
  llvm::SmallVector<const clang::Expr *, 2> Returned; ///< the values that it may return, null pointers left out

  explicit operator bool() const { return Body && !Returned.empty(); }
};

/// That which \p E calls: a plain member function, not virtual, that gives a reference, a pointer, a view or an
/// iterator.
AccessorCall accessorCalledBy(const clang::Expr &E);

} // namespace asynctidy::facts
