#include "facts/swallowed-exception.h"

#include "facts/branching.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/swallowed-cancellation.h"
#include "facts/thrown.h"
#include "facts/walk.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy::facts {

/// True when somebody has written a comment of words in \p S.
static bool isCommented(const Stmt &S, const ASTContext &Context) {
  const llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(S.getSourceRange()),
                                                    Context.getSourceManager(), Context.getLangOpts());
  if (Text.empty())
    return true;
  auto HasWords = [](llvm::StringRef Comment) { return llvm::any_of(Comment, llvm::isAlpha); };
  for (size_t At = Text.find('/'); At != llvm::StringRef::npos; At = Text.find('/', At + 1)) {
    const llvm::StringRef Rest = Text.substr(At);
    if (Rest.starts_with("//") ? HasWords(Rest.split('\n').first) : Rest.starts_with("/*") && HasWords(Rest.split("*/").first))
      return true;
  }
  return false;
}

/// A constant that a caller would take for a result: a number from zero or a text. No truth value, null pointer, enumerator,
/// empty optional or negative number, which are how functions say that they have none.
static bool looksLikeResult(const Expr *Value) {
  Value = withoutTemporaries(Value);
  return isa<IntegerLiteral>(Value) || isa<FloatingLiteral>(Value) || isa<StringLiteral>(Value);
}

/// Whether the statement \p S does nothing at all; \p Value is what it returns.
static bool doesNothing(const Stmt *S, const Expr *&Value) {
  if (!S || isa<NullStmt>(S) || isa<ContinueStmt>(S) || isa<BreakStmt>(S))
    return true;
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return llvm::all_of(Block->body(), [&](const Stmt *Child) { return doesNothing(Child, Value); });
  const auto *Return = dyn_cast<CoreturnStmt>(S);
  if (!Return)
    return false;
  Value = Return->getOperand();
  return !Value || looksLikeResult(Value);
}

/// True when control never leaves \p Block at its end: what comes after the try is for errors only.
static bool endsInJump(const CompoundStmt &Block) {
  if (Block.body_empty())
    return false;
  const Stmt *Last = Block.body_back();
  if (const auto *Inner = dyn_cast<CompoundStmt>(Last))
    return endsInJump(*Inner);
  const auto *For = dyn_cast<ForStmt>(Last);
  const auto *While = dyn_cast<WhileStmt>(Last);
  const auto *Always = While ? dyn_cast<CXXBoolLiteralExpr>(withoutTemporaries(While->getCond())) : nullptr;
  return isa<CoreturnStmt>(Last) || isa<BreakStmt>(Last) || isa<ContinueStmt>(Last) || isa<GotoStmt>(Last) ||
         isa<CXXThrowExpr>(Last) || (For && !For->getCond()) || (Always && Always->getValue());
}

std::vector<SilencedError> silencedErrors(const FunctionDecl &F, Facts &All) {
  if (!isCoroutine(F) || F.isDependentContext() || All.isBroken())
    return {};
  std::vector<SilencedError> Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Try = dyn_cast<CXXTryStmt>(&S);
    if (!Try || endsInJump(*Try->getTryBlock()))
      return;
    const CoawaitExpr *Throws = nullptr;
    forEachEvaluated(Try->getTryBlock(), [&](const Stmt &Inner) {
      const auto *Await = dyn_cast<CoawaitExpr>(&Inner);
      if (Await && !Throws && mayThrow(*Await, All))
        Throws = Await;
    });
    for (unsigned I = 0; Throws && I < Try->getNumHandlers(); ++I) {
      const CXXCatchStmt &Handler = *Try->getHandler(I);
      const Expr *Value = nullptr;
      if (catchesErrors(Handler) && doesNothing(Handler.getHandlerBlock(), Value) &&
          !isCommented(*Handler.getHandlerBlock(), All.context()))
        Found.push_back({&Handler, Throws, Value});
    }
    // Who looks at what the try has changed sees that it failed, and so does who looks at what another handler has.
    const Variables Outcome = changedIn(Try->getTryBlock());
    Variables ByHandlers;
    bool Seen = false;
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
      const auto &Block = *cast<CompoundStmt>(Try->getHandler(I)->getHandlerBlock());
      for (const ValueDecl *Changed : changedIn(&Block))
        ByHandlers.insert(Changed);
      // An exception that is expected: what comes after the try is for its absence.
      Seen |= !catchesErrors(*Try->getHandler(I)) && endsInJump(Block);
    }
    Statements Inside;
    forEachEvaluated(Try, [&](const Stmt &Inner) { Inside.insert(&Inner); });
    forEachEvaluated(writtenBody(F), [&](const Stmt &Inner) {
      const Branching Branch = branchingOf(Inner);
      Seen |= Branch.Tested && mentions(Branch.Tested, Outcome);
      const auto *Name = dyn_cast<DeclRefExpr>(&Inner);
      Seen |= Name && ByHandlers.contains(Name->getDecl()) && !Inside.contains(Name);
    });
    if (Seen)
      std::erase_if(Found, [&](const SilencedError &One) {
        for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
          if (One.Handler == Try->getHandler(I))
            return true;
        return false;
      });
  });
  if (!Found.empty())
    for (const SwallowedCancellation &Reported : swallowedCancellations(F, All))
      std::erase_if(Found, [&](const SilencedError &One) { return One.Handler == Reported.Handler; });
  return Found;
}

bool dropsUnhandledException(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "unhandled_exception" ||
      !F.getASTContext().getLangOpts().CXXExceptions)
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody());
  const Expr *Value = nullptr;
  return Body && doesNothing(Body, Value) && !isCommented(*Body, F.getASTContext()) &&
         !methodsNamed(Method->getParent(), "initial_suspend").empty();
}

} // namespace asynctidy::facts
