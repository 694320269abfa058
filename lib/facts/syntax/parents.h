// The parents of statements, within one function.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"

namespace asynctidy::facts {

/// Maps each statement that forEachEvaluated() visits to its parent. Unlike Clang's parent map it covers only one
/// function as it is written, without the promise machinery.
class Parents {
public:
  explicit Parents(const clang::Stmt *Body);
  /// Of the body, and of the member initializers of a constructor.
  explicit Parents(const clang::FunctionDecl &F);

  /// The parent of \p S; null for the body itself, for a whole initializer and for statements outside of them.
  const clang::Stmt *of(const clang::Stmt &S) const { return Above.lookup(&S); }
  /// Whether \p S is \p Ancestor or a descendant of it.
  bool isWithin(const clang::Stmt &S, const clang::Stmt &Ancestor) const;

  /// The member that the whole initializer \p S is for; or null.
  const clang::FieldDecl *memberMadeOf(const clang::Stmt &S) const { return Made.lookup(&S); }

private:
  void add(const clang::Stmt &S);

  llvm::DenseMap<const clang::Stmt *, const clang::FieldDecl *> Made;

  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Above;
};

} // namespace asynctidy::facts
