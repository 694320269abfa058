// A call as the callee sees it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::facts {

/// The parts of a call. They belong to the AST.
struct CallParts {
  const clang::FunctionDecl *Callee = nullptr;
  const clang::Expr *Object = nullptr;                ///< of a member function, also of a closure
  llvm::ArrayRef<const clang::Expr *> Arguments = {}; ///< by parameter

  /// The parameter for an argument; null for those of an ellipsis.
  const clang::ParmVarDecl *parameter(size_t I) const {
    return I < Callee->getNumParams() ? Callee->getParamDecl(I) : nullptr;
  }
};
/// Callee is null when the callee is not known; then the other parts are empty.
CallParts partsOf(const clang::CallExpr &Call);

} // namespace asynctidy::facts
