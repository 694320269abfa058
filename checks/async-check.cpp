#include "checks/async-check.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/unit/awaited-types.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace asynctidy::checks {
namespace {

/// True when \p Written, an expression of a template, is awaitable whatever the template's arguments are.
bool isAwaitableForAll(const Expr &Written) {
  if (!Written.isTypeDependent())
    return true;
  // A call of `this->f()` or `f(t)` has no type yet, but those it may call are known by their return types.
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

/// True when \p E stands in an instantiation and the arguments of its template decide what it is: an edit that suits
/// this instantiation need not suit another.
bool dependsOnTemplate(const Expr &E, const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  if (!Pattern)
    return false;
  bool SameForAll = false;
  facts::forEachEvaluated(facts::writtenBody(*Pattern), [&](const Stmt &S) {
    const auto *Written = dyn_cast<Expr>(&S);
    SameForAll |= Written && Written->getSourceRange() == E.getSourceRange() && isAwaitableForAll(*Written);
  });
  return !SameForAll;
}

/// True when \p E stands where the language forbids to suspend: in a handler, or in what initializes a variable of
/// static or thread storage.
bool isSuspensionForbidden(const Expr &E, const FunctionDecl &F) {
  bool Found = false;
  auto LookIn = [&](const Stmt *Below) {
    facts::forEachEvaluated(Below, [&](const Stmt &Inner) { Found |= &Inner == &E; });
  };
  facts::forEachEvaluated(facts::writtenBody(F), [&](const Stmt &S) {
    if (const auto *Handler = dyn_cast<CXXCatchStmt>(&S))
      LookIn(Handler->getHandlerBlock());
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S))
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasGlobalStorage())
          LookIn(V->getInit());
  });
  return Found;
}

constexpr llvm::StringLiteral EnableOption = "Enable";

bool isPostfix(OverloadedOperatorKind Operator) {
  return Operator == OO_Call || Operator == OO_Subscript || Operator == OO_Arrow;
}

} // namespace

AsyncCheck::AsyncCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Module{Options.getLocalOrGlobal(facts::Settings::ModelsOption, "").str(),
                                            Options.getLocalOrGlobal(facts::Settings::SystemPathsOption, "").str(),
                                            Options.getLocalOrGlobal(facts::Settings::IndexOption, "").str()} {}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  // Without the check's name before them: they are one set for all checks.
  Opts[facts::Settings::ModelsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.Models);
  Opts[facts::Settings::SystemPathsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.SystemPaths);
  Opts[facts::Settings::IndexOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.Index);
  if (isOptIn())
    Options.store(Opts, EnableOption, Options.get(EnableOption, false));
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  if (isOptIn() && !Options.get(EnableOption, false))
    return;
  if (!isOptIn() && Options.get(EnableOption))
    configurationDiag("the option 'Enable' is only for opt-in checks, and this one is on by default: remove it",
                      DiagnosticIDs::Error);
  // Facts come from a walk of their own; one match per translation unit starts it.
  Finder->addMatcher(translationUnitDecl(), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  facts::TranslationUnit &Unit = facts::TranslationUnit::of(*Result.Context, Module);
  auto SaySettingsError = [&] {
    if (const auto Error = Unit.takeSettingsError())
      configurationDiag("%0", DiagnosticIDs::Error) << *Error;
  };
  SaySettingsError();
  Reported.clear();
  for (const FunctionDecl *F : Unit.userCode().Functions)
    examine(*F, Unit);
  for (const Expr *E : Unit.userCode().Initializers)
    examineInitializer(*E, Unit);
  examineUnit(Unit);
  SaySettingsError(); // an index may turn out to be damaged while it is read
}

void AsyncCheck::noteReason(SourceLocation At, const models::Entry &Reason) {
  diag(At, "%0", DiagnosticIDs::Note) << Reason.reason();
}

bool AsyncCheck::firstAt(SourceLocation Location) { return Reported.insert(Location).second; }

llvm::SmallVector<FixItHint, 2> AsyncCheck::awaitFix(const Expr &Operand, const FunctionDecl &F,
                                                     facts::TranslationUnit &Unit) const {
  if (Operand.getBeginLoc().isMacroID() || Operand.getEndLoc().isMacroID() || dependsOnTemplate(Operand, F) ||
      isSuspensionForbidden(Operand, F) || !facts::acceptsAwait(F, Operand.getType(), Unit))
    return {};
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Operand);
  const bool Loose = isa<BinaryOperator>(Operand) || isa<AbstractConditionalOperator>(Operand);
  const bool Binds = (!Operator && !Loose) || (Operator && isPostfix(Operator->getOperator()));
  if (Binds)
    return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ")};
  const SourceLocation End = Lexer::getLocForEndOfToken(Operand.getEndLoc(), 0, Unit.context().getSourceManager(),
                                                        Unit.context().getLangOpts());
  return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ("), FixItHint::CreateInsertion(End, ")")};
}

llvm::SmallVector<FixItHint, 2> AsyncCheck::replaceFix(const CallExpr &Call, llvm::StringRef Awaiting,
                                                       const FunctionDecl &F, facts::TranslationUnit &Unit) const {
  if (Awaiting.empty() || Call.getBeginLoc().isMacroID() || Call.getEndLoc().isMacroID() ||
      isSuspensionForbidden(Call, F))
    return {};
  const SourceManager &Sources = Unit.context().getSourceManager();
  const auto Next = Lexer::findNextToken(Call.getEndLoc(), Sources, Unit.context().getLangOpts());
  const bool Binds = Next && Next->isOneOf(tok::period, tok::arrow, tok::l_square, tok::l_paren);
  return {FixItHint::CreateReplacement(Call.getSourceRange(), Binds ? ("(" + Awaiting + ")").str() : Awaiting.str())};
}

llvm::StringRef nounFor(const facts::Work &Work) {
  switch (Work.Kind) {
  case facts::WorkKind::Task:
    return "task";
  case facts::WorkKind::Generator:
    return "generator";
  case facts::WorkKind::Awaitable:
  case facts::WorkKind::None:
    return "awaitable";
  }
  return "awaitable";
}

} // namespace asynctidy::checks
