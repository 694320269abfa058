#include "facts/calls/kept-work.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool names(const Expr *E, const VarDecl &Local) {
  const auto *Name = dyn_cast<DeclRefExpr>(withoutMoves(E));
  return Name && Name->getDecl() == &Local;
}

/// The one full expression of \p S, or null: of `co_await t;`, `auto x = co_await t;`.
const Expr *wholeValueOf(const Stmt &S) {
  if (const auto *E = dyn_cast<Expr>(&S))
    return withoutTemporaries(E);
  const Expr *Value = nullptr;
  if (const auto *Return = dyn_cast<CoreturnStmt>(&S))
    Value = Return->getOperand();
  else if (const auto *Declarations = dyn_cast<DeclStmt>(&S); Declarations && Declarations->isSingleDecl())
    if (const auto *V = dyn_cast<VarDecl>(Declarations->getSingleDecl()))
      Value = V->getInit();
  return Value ? withoutTemporaries(Value) : nullptr;
}

/// The variable in \p Block that is initialized by \p Work alone, with the next statement.
std::optional<KeptWork> declaredIn(const CompoundStmt &Block, const Expr &Work) {
  for (auto Each = Block.body_begin(); Each != Block.body_end(); ++Each) {
    const auto *Declared = dyn_cast<DeclStmt>(*Each);
    const auto *V = Declared && Declared->isSingleDecl() ? dyn_cast<VarDecl>(Declared->getSingleDecl()) : nullptr;
    if (!V || !V->hasLocalStorage() || !V->getInit() || withoutTemporaries(V->getInit()) != &Work)
      continue;
    KeptWork Found{V, Declared};
    if (std::next(Each) != Block.body_end())
      Found.NextStatement = *std::next(Each);
    return Found;
  }
  return std::nullopt;
}

} // namespace

std::optional<KeptWork> keptWork(const Expr &Work, const FunctionDecl &F) {
  std::optional<KeptWork> Found;
  unsigned Mentions = 0, Awaits = 0;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    if (const auto *Block = dyn_cast<CompoundStmt>(&S); Block && !Found)
      Found = declaredIn(*Block, Work);
    if (!Found)
      return;
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      Mentions += Name->getDecl() == Found->Local;
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    Awaits += Await && !Await->isImplicit() && names(Await->getOperand(), *Found->Local);
  });
  if (!Found || Mentions != Awaits || Awaits == 0)
    return std::nullopt;
  const Expr *Value = Found->NextStatement && Awaits == 1 ? wholeValueOf(*Found->NextStatement) : nullptr;
  const auto *Await = dyn_cast_or_null<CoawaitExpr>(Value);
  if (Await && names(Await->getOperand(), *Found->Local))
    Found->Next = Await;
  return Found;
}

} // namespace asynctidy::facts
