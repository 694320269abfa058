#include "analyses/cancellation/swallowed-exception.h"

#include "analyses/cancellation/swallowed-cancellation.h"
#include "facts/calls/calls.h"
#include "facts/calls/discards.h"
#include "facts/errors/thrown.h"
#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/flow/function-index.h"
#include "facts/flow/handlers.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/unit/test-code.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {

/// True when \p S contains a comment with words.
static bool isCommented(const Stmt &S, const ASTContext &Context) {
  const llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(S.getSourceRange()),
                                                    Context.getSourceManager(), Context.getLangOpts());
  if (Text.empty())
    return true;
  auto HasWords = [](llvm::StringRef Comment) { return llvm::any_of(Comment, llvm::isAlpha); };
  for (size_t At = Text.find('/'); At != llvm::StringRef::npos; At = Text.find('/', At + 1)) {
    const llvm::StringRef Rest = Text.substr(At);
    if (Rest.starts_with("//") ? HasWords(Rest.split('\n').first)
                               : Rest.starts_with("/*") && HasWords(Rest.split("*/").first))
      return true;
  }
  return false;
}

/// The returned value; for `co_return {}` the value that the braces initialize.
static const Expr *resultOf(const CoreturnStmt &Return) {
  const Expr *Value = Return.getOperand();
  const auto *Call = Return.getPromiseCall() ? dyn_cast<CallExpr>(Return.getPromiseCall()->IgnoreImplicit()) : nullptr;
  return Value && isa<InitListExpr>(Value) && Call && Call->getNumArgs() == 1 ? Call->getArg(0) : Value;
}

/// Zero, or an empty string or container.
static bool isEmptyResult(const Expr *Value) {
  Value = withoutTemporaries(Value);
  if (const auto *Number = dyn_cast<IntegerLiteral>(Value))
    return Number->getValue() == 0;
  if (const auto *Number = dyn_cast<FloatingLiteral>(Value))
    return Number->getValue().isZero();
  if (const auto *Text = dyn_cast<StringLiteral>(Value))
    return Text->getLength() == 0;
  const auto *List = dyn_cast<InitListExpr>(Value);
  if (List ? List->getNumInits() == 0 : isa<CXXScalarValueInitExpr>(Value))
    return Value->getType()->isArithmeticType() && !Value->getType()->isBooleanType();
  const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
  return Construct && Construct->getNumArgs() == 0 && !methodsNamed(recordOf(Value->getType()), "begin").empty() &&
         !methodsNamed(recordOf(Value->getType()), "empty").empty();
}

/// A constant that a caller would take for a result: a non-negative number, a string or an empty container. A bool,
/// null pointer, enumerator, empty optional or negative number does not count: functions return these to report
/// failure.
static bool looksLikeResult(const Expr *Value) {
  const Expr *Plain = withoutTemporaries(Value);
  return isa<IntegerLiteral>(Plain) || isa<FloatingLiteral>(Plain) || isa<StringLiteral>(Plain) || isEmptyResult(Value);
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
  Value = resultOf(*Return);
  return !Value || looksLikeResult(Value);
}

/// True when the end of \p Block is unreachable: the code after the try runs only after errors.
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

/// Whether \p Block ends by returning a computed value: then a constant from the handler differs from it.
static bool endsInResult(const CompoundStmt &Block, const ASTContext &Context) {
  const auto *Return = Block.body_empty() ? nullptr : dyn_cast<CoreturnStmt>(Block.body_back());
  const Expr *Value = Return ? Return->getOperand() : nullptr;
  return Value && !isa<InitListExpr>(Value) && !Value->isEvaluatable(Context);
}

namespace {

/// The handlers of one try, and whether other code can notice that one of them ran.
class SilencedTry {
public:
  SilencedTry(const CXXTryStmt &Try, const FunctionDecl &F, TranslationUnit &Unit)
      : Try(Try), Index(indexOf(F, Unit)), Sources(Unit.context().getSourceManager()), Unit(Unit) {}

  void run(std::vector<SilencedError> &Found) {
    const bool Jumps = endsInJump(*Try.getTryBlock());
    if (Jumps && !endsInResult(*Try.getTryBlock(), Unit.context()))
      return;
    const CoawaitExpr *Throws = nullptr;
    forEachEvaluated(Try.getTryBlock(), [&](const Stmt &Inner) {
      const auto *Await = dyn_cast<CoawaitExpr>(&Inner);
      if (Await && !Throws && mayThrow(*Await, Unit))
        Throws = Await;
    });
    if (!Throws || isNoticed())
      return;
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I) {
      const CXXCatchStmt &Handler = *Try.getHandler(I);
      const Expr *Value = nullptr;
      if (catchesErrors(Handler) && doesNothing(Handler.getHandlerBlock(), Value) &&
          !isCommented(*Handler.getHandlerBlock(), Unit.context()) && (!Jumps || (Value && isEmptyResult(Value))))
        Found.push_back({&Handler, Throws, Value, containsTestCheck(*Try.getTryBlock(), Unit)});
    }
  }

private:
  /// Whether later code tests a variable that the try, or another handler of it, has changed, and so notices the
  /// failure.
  bool isNoticed() const {
    const Variables Outcome = changedIn(Try.getTryBlock());
    Variables ByHandlers;
    bool Noticed = false;
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I) {
      const auto &Block = *cast<CompoundStmt>(Try.getHandler(I)->getHandlerBlock());
      for (const ValueDecl *Changed : changedIn(&Block))
        ByHandlers.insert(Changed);
      // An expected exception: the code after the try runs only without it.
      Noticed |= !catchesErrors(*Try.getHandler(I)) && endsInJump(Block);
    }
    const auto IsTested = [&](const ValueDecl *Changed) {
      return llvm::any_of(Index.branchesOn(*Changed), [&](const FunctionIndex::Branch *Branch) {
        return canRunAfterwards(*Branch->Is.Tested, *Changed);
      });
    };
    const auto IsNamed = [&](const ValueDecl *Changed) {
      return llvm::any_of(Index.namesOf(*Changed),
                          [&](const DeclRefExpr *Name) { return !isWithin(Name->getBeginLoc(), Try); });
    };
    return Noticed || llvm::any_of(Outcome, IsTested) || llvm::any_of(ByHandlers, IsNamed);
  }

  /// Whether \p Tested may run after the try and read \p Changed: it stands after the try, or in a loop around it that
  /// is inside the variable's scope.
  bool canRunAfterwards(const Expr &Tested, const ValueDecl &Changed) const {
    if (!Sources.isBeforeInTranslationUnit(Tested.getBeginLoc(), Try.getBeginLoc()))
      return true;
    for (const Stmt *Above = Index.parents().of(Try); Above; Above = Index.parents().of(*Above))
      if (const Stmt *Repeated = bodyOfLoop(*Above); Repeated && isWithin(Try.getBeginLoc(), *Repeated) &&
                                                     isWithin(Tested.getBeginLoc(), *Above) &&
                                                     !isWithin(Changed.getLocation(), *Repeated))
        return true;
    return false;
  }

  static const Stmt *bodyOfLoop(const Stmt &S) {
    if (const auto *While = dyn_cast<WhileStmt>(&S))
      return While->getBody();
    if (const auto *For = dyn_cast<ForStmt>(&S))
      return For->getBody();
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(&S))
      return Range->getBody();
    const auto *Do = dyn_cast<DoStmt>(&S);
    return Do ? Do->getBody() : nullptr;
  }

  bool isWithin(SourceLocation At, const Stmt &S) const {
    return !Sources.isBeforeInTranslationUnit(At, S.getBeginLoc()) &&
           !Sources.isBeforeInTranslationUnit(S.getEndLoc(), At);
  }

  const CXXTryStmt &Try;
  const FunctionIndex &Index;
  const SourceManager &Sources;
  TranslationUnit &Unit;
};

} // namespace

std::vector<SilencedError> silencedErrors(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  std::vector<SilencedError> Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S))
      SilencedTry(*Try, F, Unit).run(Found);
  });
  if (!Found.empty())
    for (const SwallowedCancellation &Reported : swallowedCancellations(F, Unit))
      std::erase_if(Found, [&](const SilencedError &One) { return One.Handler == Reported.Handler; });
  return Found;
}

namespace {

/// What a function does with the values of its expressions.
struct ValueUse {
  llvm::DenseMap<const Expr *, DiscardedBy> Discarded;
  llvm::DenseMap<const Expr *, llvm::SmallVector<const ValueDecl *, 1>> Kept; ///< the variables that are made of it
};

struct ValueUses : Analysis<const FunctionDecl *, ValueUse> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result Found;
    for (const Discard &One : discardsIn(*F, Unit))
      Found.Discarded.try_emplace(One.Value, One.How);
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      forEachDeclared(S, [&](const VarDecl &V) {
        if (V.hasAttr<UnusedAttr>() || !V.getInit())
          return;
        auto &Results = Found.Kept[valueIn(V.getInit())];
        Results.push_back(&V);
        if (const auto *Parts = dyn_cast<DecompositionDecl>(&V))
          Results.append(Parts->bindings().begin(), Parts->bindings().end());
      });
    });
    return Found;
  }
};

} // namespace

/// Whether the value of \p Await is never read: it is discarded, or the variables initialized from it are not used. A
/// value discarded by a cast or `[[maybe_unused]]` counts as read.
static bool isUnread(const CoawaitExpr &Await, const FunctionDecl &F, TranslationUnit &Unit) {
  const ValueUse &Use = Unit.get<ValueUses>(&F);
  if (const auto One = Use.Discarded.find(&Await); One != Use.Discarded.end())
    return One->second == DiscardedBy::Statement || One->second == DiscardedBy::Comma;
  const auto Kept = Use.Kept.find(&Await);
  return Kept != Use.Kept.end() &&
         llvm::all_of(Kept->second, [&](const ValueDecl *Result) { return indexOf(F, Unit).namesOf(*Result).empty(); });
}

std::vector<UnreadJoin> unreadJoins(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  std::vector<UnreadJoin> Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    const auto *Call = Await ? dyn_cast<CallExpr>(withoutTemporaries(Await->getOperand())) : nullptr;
    const FunctionDecl *Join = Call ? Call->getDirectCallee() : nullptr;
    if (Join && Unit.models().is(qualifiedName(*Join), models::Means::Settles) && isUnread(*Await, F, Unit))
      Found.push_back({Await, Join, nullptr});
  });
  if (Found.empty())
    return Found;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<UnreadJoin *, 1>> ByPart;
  for (UnreadJoin &One : Found) {
    ByPart[One.Await].push_back(&One);
    forEachEvaluated(One.Await->getOperand(), [&](const Stmt &S) { ByPart[&S].push_back(&One); });
  }
  forEachCall(F, Unit.models(), [&](const CallSite &Site) {
    if (const FunctionDecl *Task =
            Site.How == summaries::Call::Way::Awaited ? userCoroutine(Site.Callee, Unit) : nullptr)
      for (UnreadJoin *One : ByPart.lookup(Site.At))
        if (!One->Throws)
          One->Throws = throwsOutOf(*Task, Unit);
  });
  llvm::erase_if(Found, [](const UnreadJoin &One) { return !One.Throws; });
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

} // namespace asynctidy::analyses
