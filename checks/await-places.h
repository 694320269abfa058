// Where an edit may put a `co_await`.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <map>
#include <utility>

namespace asynctidy::checks {

/// Looks at each function once, however many edits it gets. As long-lived as the AST.
class AwaitPlaces {
public:
  /// True when \p E, a part of \p F, stands where the language forbids to suspend: in a handler, or in what initializes
  /// a variable of static or thread storage.
  bool isForbidden(const clang::Expr &E, const clang::FunctionDecl &F);

  /// True when \p E stands in an instantiation and the arguments of its template decide what it is: an edit that suits
  /// this instantiation need not suit the others.
  bool dependsOnTemplate(const clang::Expr &E, const clang::FunctionDecl &F);

private:
  using Statements = llvm::DenseSet<const clang::Stmt *>;
  using Ranges = llvm::DenseSet<std::pair<clang::SourceLocation, clang::SourceLocation>>;

  std::map<const clang::FunctionDecl *, Statements> Forbidden;
  std::map<const clang::FunctionDecl *, Ranges> SameForAll; ///< by the template's own function
};

} // namespace asynctidy::checks
