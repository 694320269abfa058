// Statements with an await: bugs that surround one, or take its `co_await` away.
#include "finder.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

bool throwsNothing(const CoawaitExpr *Await) {
  const auto *Resume = Await ? dyn_cast<CallExpr>(Await->getResumeExpr()->IgnoreImplicit()) : nullptr;
  const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
  const auto *Type = Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
  return Type && Type->canThrow() == CT_Cannot;
}

unsigned traitsOf(const Statement &At) {
  return (isa<Expr>(At.S) ? Expression : 0) | (At.InLoop ? Loop : 0) |
         (llvm::all_of(At.Awaits, throwsNothing) ? 0 : Failure);
}

void surround(const Function &In, const Statement &At, Places &Into) {
  const unsigned Traits = traitsOf(At);
  for (unsigned Kind = 0; Kind < kinds().size(); ++Kind) {
    const KindInfo &Info = kinds()[Kind];
    if (Info.Before.empty() || (Info.Needs & ~Traits))
      continue;
    State Planted = stateFor(In, Info.Members, Into);
    std::vector<Edit> Edits = {{{At.Begin.Offset, At.Begin.Offset}, expanded(Info.Before, Planted.Prefix)}};
    if (!Info.After.empty())
      Edits.push_back({{At.End.Offset, At.End.Offset}, expanded(Info.After, Planted.Prefix)});
    Edits.insert(Edits.end(), Planted.Declared.begin(), Planted.Declared.end());
    Into.add(Kind, At.Begin.File, std::move(Edits), {At.lines()}, In.IsInstantiated);
  }
}

/// The operand if \p E is a whole `co_await x`.
const Expr *awaited(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  const Expr *Inner = E ? E->IgnoreImplicit() : nullptr;
  if (const auto *Await = dyn_cast_or_null<CoawaitExpr>(Inner))
    return Await->getOperand();
  const auto *Dependent = dyn_cast_or_null<DependentCoawaitExpr>(Inner);
  return Dependent ? Dependent->getOperand() : nullptr;
}

void withoutAwait(llvm::StringRef Kind, const Function &In, const Statement &At, const Expr &Whole, const Expr &Operand,
                  llvm::StringRef Instead, Places &Into) {
  const std::optional<Spot> Begin = Into.Text.at(Whole.getBeginLoc()), Value = Into.Text.at(Operand.getBeginLoc());
  if (Begin && Value)
    Into.add(kindNamed(Kind), Begin->File, {{{Begin->Offset, Value->Offset}, Instead.str()}}, {At.lines()},
             In.IsInstantiated);
}

/// The variable of `auto guard = co_await …;` that is there only for its destructor.
const VarDecl *guardOf(const Stmt &S) {
  const auto *Declaration = dyn_cast<DeclStmt>(&S);
  const auto *Variable =
      Declaration && Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
  const CXXRecordDecl *Class = Variable ? Variable->getType()->getAsCXXRecordDecl() : nullptr;
  return Class && Class->hasDefinition() && Class->hasNonTrivialDestructor() && !Variable->isReferenced() ? Variable
                                                                                                          : nullptr;
}

} // namespace

void findAwaits(const Function &In, Places &Into) {
  for (const Statement &At : In.Statements) {
    if (At.Awaits.empty())
      continue;
    surround(In, At, Into);
    if (const Expr *Operand = awaited(&At.S)) {
      withoutAwait("dropped", In, At, cast<Expr>(At.S), *Operand, "", Into);
      withoutAwait("named", In, At, cast<Expr>(At.S), *Operand, "auto planted = ", Into);
    }
    if (const VarDecl *Guard = guardOf(At.S))
      if (const Expr *Operand = awaited(Guard->getInit()))
        withoutAwait("guard", In, At, *Guard->getInit(), *Operand, "", Into);
  }
}

} // namespace asynctidy::mutate
