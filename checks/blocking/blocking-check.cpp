#include "checks/blocking/blocking-check.h"

#include "facts/blocking.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy::checks {

llvm::SmallVector<FixItHint, 2> BlockingCheck::fixAt(SourceLocation At, facts::Facts &Facts) const {
  const auto [Call, In] = Facts.blockerAt(At);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const models::Entry *Form = Callee ? facts::asynchronousForm(*Callee, *In, Facts.models()) : nullptr;
  if (!Form)
    return {};
  auto TextOf = [&](const Expr &E) {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(E.getSourceRange()), Facts.context().getSourceManager(),
                                Facts.context().getLangOpts());
  };
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  llvm::SmallVector<llvm::StringRef, 4> Arguments;
  for (const Expr *Argument : Call->arguments())
    if (!isa<CXXDefaultArgExpr>(Argument))
      Arguments.push_back(TextOf(*Argument));
  const llvm::StringRef Object = Member ? TextOf(*Member->getImplicitObjectArgument()) : llvm::StringRef();
  return replaceFix(*Call, Form->replacement(Object, Arguments), *In, Facts);
}

} // namespace asynctidy::checks
