#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

const Expr *withoutTemporaries(const Expr *E) {
  for (;;) {
    const Expr *Inner = E->IgnoreParenImpCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    if (Inner == E)
      return E;
    E = Inner;
  }
}

const Expr *movedFrom(const Expr *E) {
  if (const auto *Call = dyn_cast<CallExpr>(E); Call && Call->getNumArgs() == 1) {
    const unsigned Builtin = Call->getBuiltinCallee(); // Clang knows the standard library's own as builtins
    return Builtin == Builtin::BImove || Builtin == Builtin::BIforward ? Call->getArg(0) : nullptr;
  }
  const auto *Cast = dyn_cast<CXXStaticCastExpr>(E);
  return Cast && Cast->getTypeAsWritten()->isReferenceType() ? Cast->getSubExpr() : nullptr;
}

const Expr *withoutMoves(const Expr *E) {
  E = withoutTemporaries(E);
  while (const Expr *Moved = movedFrom(E))
    E = withoutTemporaries(Moved);
  return E;
}

const Expr *valueIn(const Expr *E) {
  E = withoutTemporaries(E);
  for (;;) {
    if (const Expr *Moved = movedFrom(E))
      E = withoutTemporaries(Moved);
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() == 1 && Construct->getConstructor()->isCopyOrMoveConstructor())
      E = withoutTemporaries(Construct->getArg(0));
    else
      return E;
  }
}

const ValueDecl *onlyNames(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return Name->getDecl();
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    const bool Plain = isa<CXXThisExpr>(Base) || onlyNames(Base);
    return Plain && !isa<CXXMethodDecl>(Member->getMemberDecl()) ? Member->getMemberDecl() : nullptr;
  }
  const Expr *Moved = movedFrom(E);
  return Moved ? onlyNames(Moved) : nullptr;
}

const VarDecl *localIn(const Expr *E) {
  const auto *Name = dyn_cast_or_null<DeclRefExpr>(E ? withoutTemporaries(E) : nullptr);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

bool isMadeOfLiterals(const Expr &E) {
  const Expr *Value = withoutTemporaries(&E);
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Value))
    return isMadeOfLiterals(*Default->getExpr());
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Value)) {
    const auto IsWritten = [](const Expr *Argument) { return !isa<CXXDefaultArgExpr>(Argument); }; // an allocator
    return Made->getNumArgs() > 0 && llvm::all_of(Made->arguments(), [&](const Expr *Argument) {
             return !IsWritten(Argument) || isMadeOfLiterals(*Argument);
           });
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Value)) // `text("s")`
    return isMadeOfLiterals(*Cast->getSubExpr());
  if (const auto *Sign = dyn_cast<UnaryOperator>(Value))
    return Sign->getOpcode() == UO_Minus && isMadeOfLiterals(*Sign->getSubExpr());
  const auto *Name = dyn_cast<DeclRefExpr>(Value);
  return isa<StringLiteral, IntegerLiteral, CharacterLiteral, FloatingLiteral, CXXBoolLiteralExpr,
             CXXNullPtrLiteralExpr, UserDefinedLiteral>(Value) ||
         (Name && isa<EnumConstantDecl>(Name->getDecl()));
}

} // namespace asynctidy::facts
