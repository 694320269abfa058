#include "facts/syntax/whole-statements.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {

bool isWholeStatement(const Stmt &S, const Parents &Up) {
  const Stmt *Whole = &S;
  const Stmt *Above = Up.of(S);
  while (Above && (isa<FullExpr>(Above) || isa<CXXBindTemporaryExpr>(Above))) {
    Whole = Above;
    Above = Up.of(*Above);
  }
  if (const auto *If = dyn_cast_or_null<IfStmt>(Above))
    return Whole == If->getThen() || Whole == If->getElse();
  if (const auto *For = dyn_cast_or_null<ForStmt>(Above))
    return Whole != For->getCond();
  if (const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Above))
    return Whole == Range->getBody();
  if (const auto *While = dyn_cast_or_null<WhileStmt>(Above))
    return Whole == While->getBody();
  if (const auto *Do = dyn_cast_or_null<DoStmt>(Above))
    return Whole == Do->getBody();
  return isa_and_nonnull<CompoundStmt>(Above);
}

} // namespace asynctidy::facts
