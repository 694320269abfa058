#include "facts/syntax/leaving.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {

const Stmt *lastOf(const Stmt *S) {
  while (S) {
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      S = Block->body_empty() ? nullptr : Block->body_back();
    else if (const auto *Full = dyn_cast<FullExpr>(S))
      S = Full->getSubExpr();
    else
      break;
  }
  return S;
}

bool alwaysLeaves(const Stmt *S) {
  const Stmt *Last = lastOf(S);
  return Last && (isa<ReturnStmt>(Last) || isa<CoreturnStmt>(Last) || isa<BreakStmt>(Last) || isa<ContinueStmt>(Last));
}

} // namespace asynctidy::facts
