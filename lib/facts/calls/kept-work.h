// Work that a function keeps in a local and does nothing with but to await it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <optional>

namespace asynctidy::facts {

/// `auto t = f(x);` and where the function awaits t.
struct KeptWork {
  const clang::VarDecl *Local;
  const clang::DeclStmt *Declared;          ///< declares Local and nothing else
  const clang::CoawaitExpr *Next = nullptr; ///< the only mention of Local, and what the very next statement does first
  const clang::Stmt *NextStatement = nullptr;
};

/// The local of \p F that is made of \p Work alone, if all that \p F does with it is to await it.
std::optional<KeptWork> keptWork(const clang::Expr &Work, const clang::FunctionDecl &F);

} // namespace asynctidy::facts
