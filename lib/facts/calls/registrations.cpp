#include "facts/calls/registrations.h"

#include "facts/aliases/access-path.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

constexpr unsigned MaxDepth = 6; ///< of locals made of one another, and of calls

const FieldDecl *firstField(const AccessPath &Path) {
  return Path.From == AccessPath::Root::This && !Path.Steps.empty() ? Path.Steps.front() : nullptr;
}

/// What the loop variable \p V runs over, or null.
const Expr *rangeOf(const VarDecl &V, const FunctionDecl &In) {
  const Expr *Range = nullptr;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    const auto *Loop = dyn_cast<CXXForRangeStmt>(&S);
    if (Loop && Loop->getLoopVariable() == &V)
      Range = Loop->getRangeInit();
  });
  return Range;
}

/// The variable that \p E names, also by a structured binding.
const VarDecl *variableIn(const Expr *E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E);
  if (const auto *Binding = Name ? dyn_cast<BindingDecl>(Name->getDecl()) : nullptr)
    return dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) ? V : nullptr;
}

const FieldDecl *memberBehind(const Expr *E, const FunctionDecl &In, unsigned Depth) {
  if (!E || Depth == 0)
    return nullptr;
  E = valueIn(E);
  if (const FieldDecl *Field = firstField(accessPath(E)))
    return Field;
  if (const VarDecl *V = variableIn(E)) {
    const Expr *Range = rangeOf(*V, In);
    return memberBehind(Range ? Range : V->getInit(), In, Depth - 1);
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return memberBehind(Member->getBase(), In, Depth);
  if (const auto *Call = dyn_cast<CallExpr>(E)) { // an element or an iterator: `slots_.find(key)->second`
    const CallParts Parts = partsOf(*Call);
    const Expr *First = Parts.Arguments.empty() ? nullptr : Parts.Arguments.front(); // std::exchange(slots_, {})
    return memberBehind(Parts.Object ? Parts.Object : First, In, Depth - 1);
  }
  if (const auto *Of = dyn_cast<UnaryOperator>(E))
    return memberBehind(Of->getSubExpr(), In, Depth);
  return nullptr;
}

bool mentions(const Expr &E, const FunctionDecl &ParametersOf) {
  bool Found = false;
  forEachEvaluated(&E, [&](const Stmt &S) {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    Found |= Name && llvm::is_contained(ParametersOf.parameters(), dyn_cast<ParmVarDecl>(Name->getDecl()));
  });
  return Found;
}

/// Whether \p S gives \p Member something that a parameter of \p F is a part of.
bool gives(const Stmt &S, const FieldDecl &Member, const FunctionDecl &F) {
  const auto IsMember = [&](const Expr *E) { return E && memberBehind(E, F, MaxDepth) == Member.getCanonicalDecl(); };
  if (const auto *Assign = dyn_cast<BinaryOperator>(&S))
    return Assign->isAssignmentOp() && IsMember(Assign->getLHS()) && mentions(*Assign->getRHS(), F);
  const auto *Call = dyn_cast<CallExpr>(&S);
  const CallParts Parts = Call ? partsOf(*Call) : CallParts();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Parts.Callee);
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
  const bool OnlyLooks = !Method || Method->isConst() ||
                         (Operator && Operator->getOperator() != OO_Equal && Operator->getOperator() != OO_PlusEqual);
  return !OnlyLooks && IsMember(Parts.Object) &&
         llvm::any_of(Parts.Arguments, [&](const Expr *A) { return mentions(*A, F); });
}

/// Whether \p F lets others put something into \p Member.
bool registers(const FunctionDecl &F, const FieldDecl &Member) {
  const Stmt *Body = writtenBody(F);
  bool Found = false;
  forEachEvaluated(Body, [&](const Stmt &S) {
    Found |= gives(S, Member, F);
    const auto *Return = dyn_cast<ReturnStmt>(&S);
    const QualType T = F.getReturnType();
    Found |= Return && Return->getRetValue() && T->isLValueReferenceType() && !T->getPointeeType().isConstQualified() &&
             firstField(accessPath(Return->getRetValue())) == Member.getCanonicalDecl();
  });
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Found |= Init->getMember() && Init->getMember()->getCanonicalDecl() == Member.getCanonicalDecl() &&
               mentions(*Init->getInit(), F);
  return Found;
}

struct FirstRegistration : Analysis<const FieldDecl *, std::optional<Registration>> {
  static Result run(const FieldDecl *Member, TranslationUnit &Unit) {
    if (Member->getAccess() == AS_public)
      return Registration{nullptr, false};
    Result AtConstruction;
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      const auto *Method = dyn_cast<CXXMethodDecl>(F);
      const bool IsOutside =
          Method && Method->getAccess() == AS_public && !Method->isDependentContext() &&
          Method->getParent()->getCanonicalDecl() == cast<CXXRecordDecl>(Member->getParent())->getCanonicalDecl();
      const auto *Constructor = dyn_cast<CXXConstructorDecl>(F);
      if (!IsOutside || (Constructor && Constructor->isCopyOrMoveConstructor()) || Method->isCopyAssignmentOperator() ||
          Method->isMoveAssignmentOperator() || !registers(*F, *Member))
        continue;
      if (!Constructor)
        return Registration{F, false};
      if (!AtConstruction)
        AtConstruction = Registration{F, true};
    }
    return AtConstruction;
  }
};

} // namespace

const FieldDecl *memberBehind(const Expr *E, const FunctionDecl &In) { return memberBehind(E, In, MaxDepth); }

std::optional<Registration> registrationOf(const FieldDecl &Member, TranslationUnit &Unit) {
  return Unit.get<FirstRegistration>(Member.getCanonicalDecl());
}

} // namespace asynctidy::facts
