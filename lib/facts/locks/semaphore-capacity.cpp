#include "facts/locks/semaphore-capacity.h"

#include "facts/aliases/shared-state.h"
#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {

std::optional<uint64_t> constantCount(const Expr &E, const ASTContext &Context) {
  if (!E.getType()->isIntegerType() || E.getType()->isBooleanType() || E.isValueDependent())
    return std::nullopt;
  const auto Value = E.getIntegerConstantExpr(Context);
  return Value && Value->isNonNegative() ? std::optional(Value->getLimitedValue()) : std::nullopt;
}

/// The first integer among what \p Init gives to the constructor.
static std::optional<uint64_t> countIn(const Expr *Init, const ASTContext &Context) {
  if (!Init)
    return std::nullopt;
  Init = withoutTemporaries(Init);
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() > 0 ? countIn(List->getInit(0), Context) : std::nullopt;
  const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
  if (!Construct)
    return constantCount(*Init, Context);
  for (const Expr *Argument : Construct->arguments())
    if (Argument->getType()->isIntegerType())
      return constantCount(*Argument, Context);
  const bool IsCopy = Construct->getNumArgs() == 1 && Construct->getConstructor()->isCopyOrMoveConstructor();
  return IsCopy ? countIn(Construct->getArg(0), Context) : std::nullopt;
}

static std::optional<uint64_t> capacityOf(const FieldDecl &Field) {
  const ASTContext &Context = Field.getASTContext();
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Class)
    return std::nullopt;
  const Expr *Default = Field.getInClassInitializer();
  std::optional<uint64_t> Known = countIn(Default, Context);
  bool IsKnown = static_cast<bool>(Known);
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    const auto *Definition = dyn_cast_or_null<CXXConstructorDecl>(definitionOf(*Constructor));
    if (Constructor->isCopyOrMoveConstructor() || Constructor->isImplicit() || !Definition)
      continue;
    for (const CXXCtorInitializer *Init : Definition->inits())
      if (Init->isWritten() && Init->getMember() && Init->getMember()->getCanonicalDecl() == Field.getCanonicalDecl()) {
        const auto Given = countIn(Init->getInit(), Context);
        if (!Given || (IsKnown && Given != Known))
          return std::nullopt;
        Known = Given;
        IsKnown = true;
      }
  }
  return Known;
}

std::optional<uint64_t> capacityOf(const AccessPath &Path) {
  const ValueDecl *Declared = innermostOf(Path).first;
  if (const auto *Field = dyn_cast_or_null<FieldDecl>(Declared))
    return capacityOf(*Field);
  const auto *Variable = dyn_cast_or_null<VarDecl>(Declared);
  return Variable && !isa<ParmVarDecl>(Variable) ? countIn(Variable->getAnyInitializer(), Variable->getASTContext())
                                                 : std::nullopt;
}

} // namespace asynctidy::facts
