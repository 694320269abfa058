#include "checks/blocking/blocking-check.h"

#include "checks/linked-findings.h"
#include "facts/calls/blocking.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy::checks {

llvm::SmallVector<FixItHint, 2> BlockingCheck::fixAt(SourceLocation At, facts::TranslationUnit &Unit) const {
  const auto [Call, In] = LinkedFindings::of(Unit).blockerAt(At);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const models::Entry *Form = Callee ? facts::asynchronousForm(*Callee, *In, Unit.models()) : nullptr;
  if (!Form)
    return {};
  auto TextOf = [&](const Expr &E) {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(E.getSourceRange()), Unit.context().getSourceManager(),
                                Unit.context().getLangOpts());
  };
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  llvm::SmallVector<llvm::StringRef, 4> Arguments;
  for (const Expr *Argument : Call->arguments())
    if (!isa<CXXDefaultArgExpr>(Argument))
      Arguments.push_back(TextOf(*Argument));
  const llvm::StringRef Object = Member ? TextOf(*Member->getImplicitObjectArgument()) : llvm::StringRef();
  return replaceFix(*Call, Form->replacement(Object, Arguments), *In, Unit);
}

} // namespace asynctidy::checks
