#include "checks/async-check.h"

#include "facts/functions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace asynctidy::checks {
namespace {

// One spelling of each module-wide option, read and stored.
constexpr llvm::StringLiteral ModelsOption = "AsyncModels";
constexpr llvm::StringLiteral SystemPathsOption = "SystemPaths";

} // namespace

AsyncCheck::AsyncCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Module{Options.getLocalOrGlobal(ModelsOption, "").str(),
                                            Options.getLocalOrGlobal(SystemPathsOption, "").str()} {}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  // Without the check's name before them: they are one set for all checks.
  Opts[ModelsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.Models);
  Opts[SystemPathsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.SystemPaths);
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  // Facts come from a walk of their own; one match per translation unit starts it.
  Finder->addMatcher(translationUnitDecl(), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  facts::Facts &Facts = facts::Facts::of(*Result.Context, Module);
  if (const auto Error = Facts.takeModelError())
    configurationDiag("%0", DiagnosticIDs::Error) << *Error;
  Reported.clear();
  for (const FunctionDecl *F : Facts.userCode().Functions)
    examine(*F, Facts);
  for (const Expr *E : Facts.userCode().Initializers)
    examineInitializer(*E, Facts);
}

bool AsyncCheck::firstAt(SourceLocation Location) { return Reported.insert(Location).second; }

llvm::SmallVector<FixItHint, 2> AsyncCheck::awaitFix(const Expr &Operand, const FunctionDecl &F,
                                                     facts::Facts &Facts) const {
  if (Operand.getBeginLoc().isMacroID() || Operand.getEndLoc().isMacroID() ||
      !Facts.acceptsAwait(F, Operand.getType()))
    return {};
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Operand);
  const bool Binds = !Operator || Operator->getOperator() == OO_Call || Operator->getOperator() == OO_Subscript ||
                     Operator->getOperator() == OO_Arrow;
  if (Binds)
    return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ")};
  const SourceLocation End = Lexer::getLocForEndOfToken(Operand.getEndLoc(), 0, Facts.context().getSourceManager(),
                                                        Facts.context().getLangOpts());
  return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ("), FixItHint::CreateInsertion(End, ")")};
}

std::string callee(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return "this call";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee); Method && Method->getParent()->isLambda())
    return "this lambda";
  if (Callee->isOverloadedOperator() || isa<CXXConversionDecl>(Callee))
    return "this operator";
  return "'" + Callee->getNameAsString() + "'";
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
