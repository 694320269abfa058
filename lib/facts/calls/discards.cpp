#include "facts/calls/discards.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/macros.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

class DiscardWalk {
public:
  DiscardWalk(const models::ModelSet &Models, std::vector<Discard> &Found) : Models(Models), Found(Found) {}

  /// Visits a statement; the value of an expression statement is discarded.
  void statement(const Stmt *S) {
    if (!S)
      return;
    if (const auto *E = dyn_cast<Expr>(S))
      return discarded(E, DiscardedBy::Statement);
    switch (S->getStmtClass()) {
    case Stmt::CompoundStmtClass:
      for (const Stmt *Child : cast<CompoundStmt>(S)->body())
        statement(Child);
      return;
    case Stmt::IfStmtClass: {
      const auto *If = cast<IfStmt>(S);
      statement(If->getInit());
      used(If->getConditionVariableDeclStmt());
      used(If->getCond());
      statement(If->getThen());
      statement(If->getElse());
      return;
    }
    case Stmt::ForStmtClass: {
      const auto *For = cast<ForStmt>(S);
      statement(For->getInit());
      used(For->getConditionVariableDeclStmt());
      used(For->getCond());
      statement(For->getInc());
      statement(For->getBody());
      return;
    }
    case Stmt::WhileStmtClass: {
      const auto *While = cast<WhileStmt>(S);
      used(While->getConditionVariableDeclStmt());
      used(While->getCond());
      statement(While->getBody());
      return;
    }
    case Stmt::DoStmtClass:
      statement(cast<DoStmt>(S)->getBody());
      used(cast<DoStmt>(S)->getCond());
      return;
    case Stmt::SwitchStmtClass: {
      const auto *Switch = cast<SwitchStmt>(S);
      statement(Switch->getInit());
      used(Switch->getConditionVariableDeclStmt());
      used(Switch->getCond());
      statement(Switch->getBody());
      return;
    }
    case Stmt::CXXForRangeStmtClass: {
      const auto *Range = cast<CXXForRangeStmt>(S);
      statement(Range->getInit());
      used(Range->getRangeInit());
      statement(Range->getBody());
      return;
    }
    case Stmt::CaseStmtClass:
    case Stmt::DefaultStmtClass:
      return statement(cast<SwitchCase>(S)->getSubStmt());
    case Stmt::LabelStmtClass:
      return statement(cast<LabelStmt>(S)->getSubStmt());
    case Stmt::AttributedStmtClass:
      return statement(cast<AttributedStmt>(S)->getSubStmt());
    case Stmt::CXXTryStmtClass: {
      const auto *Try = cast<CXXTryStmt>(S);
      statement(Try->getTryBlock());
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
        statement(Try->getHandler(I)->getHandlerBlock());
      return;
    }
    default:
      return used(S);
    }
  }

  /// Visits the operands of \p S, which is not discarded itself.
  void used(const Stmt *S) {
    if (!S || isUnevaluated(*S))
      return;
    if (const auto *Block = dyn_cast<StmtExpr>(S))
      return statementExpression(*Block);
    if (const auto *Operator = dyn_cast<BinaryOperator>(S); Operator && Operator->isCommaOp()) {
      discarded(Operator->getLHS(), DiscardedBy::Comma);
      return used(Operator->getRHS());
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S); Cast && Cast->getType()->isVoidType())
      return discarded(Cast->getSubExpr(), DiscardedBy::VoidCast);
    forEachEvaluatedChild(*S, [this](const Stmt *Child) { used(Child); });
  }

private:
  void discarded(const Expr *E, DiscardedBy How) {
    const Expr *Written = E->IgnoreImplicit();
    E = withoutConversions(E);
    if (const auto *Block = dyn_cast<StmtExpr>(E))
      return statementExpression(*Block);
    if (const auto *Operator = dyn_cast<BinaryOperator>(E)) {
      if (Operator->isCommaOp() || Operator->isLogicalOp()) {
        if (Operator->isCommaOp()) {
          discarded(Operator->getLHS(), DiscardedBy::Comma);
          return discarded(Operator->getRHS(), How);
        }
        used(Operator->getLHS());
        const bool Outer = std::exchange(WantsBool, true);
        discarded(Operator->getRHS(), How);
        WantsBool = Outer;
        return;
      }
    }
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      used(Choice->getCond());
      discarded(Choice->getTrueExpr(), How);
      return discarded(Choice->getFalseExpr(), How);
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E); Cast && Cast->getType()->isVoidType())
      return discarded(Cast->getSubExpr(), DiscardedBy::VoidCast);
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(E); Assign && Assign->getOperator() == OO_Equal)
      if (dropsWhatItIsGiven(*Assign->getArg(0)))
        return discarded(Assign->getArg(1), DiscardedBy::Assignment);
    Found.push_back({E, Written, How, WantsBool});
    forEachEvaluatedChild(*E, [this](const Stmt *Child) { used(Child); });
  }

  void statementExpression(const StmtExpr &Block) {
    const CompoundStmt *Body = Block.getSubStmt();
    for (const Stmt *Child : Body->body()) {
      if (Child == Body->body_back())
        used(Child);
      else
        statement(Child);
    }
  }

  bool dropsWhatItIsGiven(const Expr &Target) const {
    const auto *Name = dyn_cast<DeclRefExpr>(Target.IgnoreParenImpCasts());
    return Name && Models.is(qualifiedName(*Name->getDecl()), models::Means::IgnoresAssigned);
  }

  /// Strips parentheses, clean-ups, and conversions to the type that a condition needs.
  static const Expr *withoutConversions(const Expr *E) {
    for (;;) {
      E = withoutTemporaries(E);
      if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(E);
          Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl()))
        E = Conversion->getImplicitObjectArgument();
      else if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E); Cast && Cast->getSubExpr()->isPRValue() &&
                                                                      !isa<CXXConstructExpr>(Cast->getSubExpr()) &&
                                                                      Cast->getCastKind() != CK_ToVoid)
        E = Cast->getSubExpr();
      else
        return E;
    }
  }

  const models::ModelSet &Models;
  std::vector<Discard> &Found;
  bool WantsBool = false;
};

struct DiscardsOfFunction : Analysis<const FunctionDecl *, std::vector<Discard>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result Found;
    DiscardWalk(Unit.models(), Found).statement(writtenBody(*F));
    return Found;
  }
};

} // namespace

const std::vector<Discard> &discardsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<DiscardsOfFunction>(&F);
}

std::vector<Discard> discardsInInitializer(const Expr &E, const models::ModelSet &Models) {
  std::vector<Discard> Found;
  DiscardWalk(Models, Found).used(&E);
  return Found;
}

bool inMacroThatExpectsExit(SourceLocation Location, const ASTContext &Context, const models::ModelSet &Models) {
  return isInMacro(Location, models::Means::ExpectsExit, Context, Models);
}

} // namespace asynctidy::facts
