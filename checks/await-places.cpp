#include "checks/await-places.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <utility>

using namespace clang;

namespace asynctidy::checks {
namespace {

/// True when \p Written, an expression of a template, is awaitable whatever the template's arguments are.
bool isAwaitableForAll(const Expr &Written) {
  if (!Written.isTypeDependent())
    return true;
  // A call of `this->f()` or `f(t)` has a dependent type, but the candidates have return types.
  const auto *Call = dyn_cast<CallExpr>(&Written);
  const Expr *Callee = Call ? Call->getCallee()->IgnoreParenImpCasts() : nullptr;
  auto GivesAwaitable = [](const NamedDecl *Called) {
    const FunctionDecl *F = Called->getAsFunction();
    return F && facts::awaitableForm(F->getReturnType());
  };
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Callee))
    return GivesAwaitable(Member->getMemberDecl());
  const auto *Overloads = dyn_cast_or_null<OverloadExpr>(Callee);
  return Overloads && Overloads->getNumDecls() > 0 && llvm::all_of(Overloads->decls(), GivesAwaitable);
}

bool definesStatic(const Stmt &S) {
  const auto *Declarations = dyn_cast<DeclStmt>(&S);
  return Declarations && llvm::any_of(Declarations->decls(), [](const Decl *D) {
           const auto *V = dyn_cast<VarDecl>(D);
           return V && V->hasGlobalStorage();
         });
}

/// Adds the statements below \p S that must not suspend.
void addForbidden(const Stmt &S, bool IsForbidden, llvm::DenseSet<const Stmt *> &Found) {
  if (IsForbidden)
    Found.insert(&S);
  IsForbidden |= isa<CXXCatchStmt>(S) || definesStatic(S);
  facts::forEachEvaluatedChild(S, [&](const Stmt *Child) { addForbidden(*Child, IsForbidden, Found); });
}

/// The statements of a function where the language forbids suspension.
struct ForbiddenPlaces : facts::Analysis<const FunctionDecl *, llvm::DenseSet<const Stmt *>> {
  static Result run(const FunctionDecl *F, facts::TranslationUnit &) {
    Result Found;
    if (const Stmt *Body = facts::writtenBody(*F))
      addForbidden(*Body, false, Found);
    return Found;
  }
};

/// The source ranges of the expressions in a function template that are awaitable in all instantiations.
struct AwaitableForAll
    : facts::Analysis<const FunctionDecl *, llvm::DenseSet<std::pair<SourceLocation, SourceLocation>>> {
  static Result run(const FunctionDecl *Pattern, facts::TranslationUnit &) {
    Result Found;
    facts::forEachEvaluated(facts::writtenBody(*Pattern), [&](const Stmt &S) {
      const auto *Written = dyn_cast<Expr>(&S);
      if (Written && isAwaitableForAll(*Written))
        Found.insert({Written->getBeginLoc(), Written->getEndLoc()});
    });
    return Found;
  }
};

} // namespace

bool isSuspensionForbidden(const Expr &E, const FunctionDecl &F, facts::TranslationUnit &Unit) {
  return Unit.get<ForbiddenPlaces>(&F).contains(&E);
}

bool dependsOnTemplate(const Expr &E, const FunctionDecl &F, facts::TranslationUnit &Unit) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return Pattern && !Unit.get<AwaitableForAll>(Pattern).contains({E.getBeginLoc(), E.getEndLoc()});
}

} // namespace asynctidy::checks
