// The way up from an expression, within one function.
#pragma once

#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"

namespace asynctidy::facts {

/// The statements that forEachEvaluated visits, each with the one it stands in. Clang's own parent map knows the whole
/// file and the promise machinery; this knows one function as it is written.
class Parents {
public:
  explicit Parents(const clang::Stmt *Body);

  /// What \p S stands in; null for the body itself and for what is not part of it.
  const clang::Stmt *of(const clang::Stmt &S) const { return Above.lookup(&S); }
  /// Whether \p S is \p Ancestor or stands somewhere below it.
  bool isWithin(const clang::Stmt &S, const clang::Stmt &Ancestor) const;

private:
  void add(const clang::Stmt &S);

  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Above;
};

} // namespace asynctidy::facts
