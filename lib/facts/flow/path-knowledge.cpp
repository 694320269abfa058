#include "facts/flow/path-knowledge.h"

#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <limits>

using namespace clang;

namespace asynctidy::facts {

bool Knowledge::assume(const Comparison &Compared, bool Truth) {
  if (const auto Value = Values.find(Compared.Value); Value != Values.end())
    return Compared.isTrueOf(Value->second) == Truth;
  if (const auto Known = Truths.find(Compared); Known != Truths.end() || isFull())
    return Known == Truths.end() || Known->second == Truth;
  Truths.emplace(Compared, Truth);
  if (Truth && Compared.Operator == BO_EQ)
    Values[Compared.Value] = Compared.Constant;
  return true;
}

void Knowledge::forget(Term Gone) {
  Values.erase(Gone);
  const auto From = Truths.lower_bound({Gone, BinaryOperatorKind(), std::numeric_limits<int64_t>::min()});
  auto To = From;
  while (To != Truths.end() && To->first.Value == Gone)
    ++To;
  Truths.erase(From, To);
}

namespace {

/// Removes the terms that a statement may change.
class Invalidation {
public:
  Invalidation(const PathTerms &Terms, Knowledge &Known) : Terms(Terms), Known(Known) {}

  void readStatement(const Stmt &S) {
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D)) {
          forget(*V);
          assign(*V, V->getInit());
        }
    } else if (const auto *Operator = dyn_cast<BinaryOperator>(&S); Operator && Operator->isAssignmentOp()) {
      forgetNamed(Operator->getLHS());
      const auto *Name = dyn_cast<DeclRefExpr>(Operator->getLHS()->IgnoreParens());
      const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
      if (V && Operator->getOpcode() == BO_Assign)
        assign(*V, Operator->getRHS());
    } else if (const auto *Operator = dyn_cast<UnaryOperator>(&S)) {
      if (Operator->isIncrementDecrementOp() || Operator->getOpcode() == UO_AddrOf)
        forgetNamed(Operator->getSubExpr());
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S)) {
      lend(Construct->getConstructor(), llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()));
    } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
        if (const CXXMethodDecl *Method = Member->getMethodDecl(); Method && !Method->isConst() && !Method->isStatic())
          forgetNamed(Member->getImplicitObjectArgument());
        return lend(Call->getDirectCallee(), llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()));
      }
      llvm::ArrayRef<const Expr *> Arguments(Call->getArgs(), Call->getNumArgs());
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
      if (isa<CXXOperatorCallExpr>(Call) && Method && !Arguments.empty()) {
        if (!Method->isConst())
          forgetNamed(Arguments.front());
        Arguments = Arguments.drop_front();
      }
      lend(Call->getDirectCallee(), Arguments);
    }
  }

private:
  /// An argument that is bound to a non-const reference may change.
  void lend(const FunctionDecl *Callee, llvm::ArrayRef<const Expr *> Arguments) const {
    for (size_t I = 0; I < Arguments.size(); ++I) {
      const QualType Parameter = Callee && I < Callee->getNumParams() ? Callee->getParamDecl(I)->getType() : QualType();
      const bool Reads =
          !Parameter.isNull() && (!Parameter->isReferenceType() || Parameter->getPointeeType().isConstQualified());
      if (!Reads && Arguments[I]->isGLValue())
        forgetNamed(Arguments[I]);
    }
  }

  void forget(const ValueDecl &Variable) const {
    for (const Term Gone : Terms.mentioning(Variable))
      Known.forget(Gone);
  }

  void forgetNamed(const Expr *E) const {
    if (const ValueDecl *Variable = onlyNames(withoutTemporaries(E)))
      forget(*Variable);
  }

  void assign(const VarDecl &V, const Expr *Value) const {
    const Term Named = Terms.naming(V); // 0 when no condition tests it
    if (!Named || V.getType()->isReferenceType())
      return;
    if (const auto Constant = Terms.constant(Value); Constant && !Known.isFull())
      Known.Values[Named] = *Constant;
  }

  const PathTerms &Terms;
  Knowledge &Known;
};

} // namespace

void Knowledge::apply(const Stmt &S, const PathTerms &Terms) { Invalidation(Terms, *this).readStatement(S); }

} // namespace asynctidy::facts
