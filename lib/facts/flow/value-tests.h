// Whether a variable has a value, as what sets it and what tests it tell: a string, a pointer, an optional, a flag.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// What an assignment says of a variable or member.
struct ValueSet {
  const clang::ValueDecl *Of;
  bool Has; ///< false: it is empty, null or false from then on
};

/// What \p Block, whatever path it takes, sets by its assignments. Left out is what may turn out either way.
llvm::SmallVector<ValueSet, 2> valuesSetBy(const clang::CompoundStmt &Block, const clang::ASTContext &Context);

/// The arm of \p If that runs only if \p V has (\p Has) or has no value; null when there is none.
const clang::Stmt *armOnlyIf(const clang::IfStmt &If, const clang::ValueDecl &V, bool Has);

} // namespace asynctidy::facts
