// Work that a function keeps in a local only to await it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <optional>

namespace asynctidy::facts {

/// `auto t = f(x);` and where the function awaits t.
struct KeptWork {
  const clang::VarDecl *Local;
  const clang::DeclStmt *Declared;          ///< declares Local and nothing else
  const clang::CoawaitExpr *Next = nullptr; ///< the only use of Local, and the first thing the next statement does
  const clang::Stmt *NextStatement = nullptr;
};

/// The local of \p F that is initialized by \p Work alone, if \p F only awaits it; else nothing.
std::optional<KeptWork> keptWork(const clang::Expr &Work, const clang::FunctionDecl &F);

} // namespace asynctidy::facts
