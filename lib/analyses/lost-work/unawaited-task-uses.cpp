#include "analyses/lost-work/unawaited-task-uses.h"

#include "analyses/lost-work/unawaited-task-origin.h"
#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// A const member function without parameters that returns bool only tests the task.
bool isTest(const CXXMethodDecl *Method) {
  return Method && Method->isConst() && Method->getNumParams() == 0 && Method->getReturnType()->isBooleanType();
}

} // namespace

std::pair<LocalUse, const Stmt *> useOf(const DeclRefExpr &Name, llvm::ArrayRef<const Stmt *> Parents,
                                        const Work &Holds) {
  const Stmt *Child = &Name;
  bool Constructs = false;
  for (size_t I = Parents.size(); I-- > 0; Child = Parents[I]) {
    const Stmt *Parent = Parents[I];
    if (isa<CoawaitExpr>(Parent) || isa<DependentCoawaitExpr>(Parent))
      return {LocalUse::Await, Parent};
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Parent); Cast && Cast->getType()->isVoidType())
      return {Holds.isLazy() ? LocalUse::Nothing : LocalUse::Consume, Parent};
    if (isa<ParenExpr>(Parent) || isa<CastExpr>(Parent) || isa<MaterializeTemporaryExpr>(Parent) ||
        isa<CXXBindTemporaryExpr>(Parent) || isa<FullExpr>(Parent))
      continue;
    if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
      if (!isa<CXXMethodDecl>(Member->getMemberDecl()))
        return {LocalUse::Consume, Parent};
      continue;
    }
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Parent)) {
      const bool OnIt = Call->getCallee() == Child;
      return {OnIt && isTest(Call->getMethodDecl()) ? LocalUse::Test : LocalUse::Consume, Parent};
    }
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent)) {
      if (Operator->getOperator() == OO_Equal && Operator->getArg(0) == Child)
        return {isFreshFromCall(Operator->getArg(1)) ? LocalUse::Refill : LocalUse::Replace, Parent};
      if (Operator->getOperator() == OO_EqualEqual || Operator->getOperator() == OO_ExclaimEqual)
        return {LocalUse::Test, Parent};
      return {LocalUse::Consume, Parent};
    }
    if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
      if (movedFrom(Call))
        continue;
      return {LocalUse::Consume, Parent};
    }
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
      if (Construct->getNumArgs() != 1 || !Construct->getConstructor()->isCopyOrMoveConstructor())
        return {LocalUse::Consume, Parent};
      Constructs |= Construct->getConstructor()->isMoveConstructor();
      continue;
    }
    return {Constructs ? LocalUse::MoveAway : LocalUse::Consume, Parent};
  }
  return {LocalUse::Consume, Child};
}

} // namespace asynctidy::analyses
