#include "places.h"

#include "spots.h"

#include "facts/locks/suspensions.h"
#include "facts/syntax/expressions.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

/// Whether \p Record or a base class has a member that satisfies \p Is.
bool hasMember(const CXXRecordDecl *Record, llvm::function_ref<bool(const NamedDecl *)> Is) {
  if (!Record || !(Record = Record->getDefinition()))
    return false;
  for (const Decl *D : Record->decls())
    if (const auto *Named = dyn_cast<NamedDecl>(D); Named && Is(Named))
      return true;
  return llvm::any_of(Record->bases(),
                      [&](const CXXBaseSpecifier &B) { return hasMember(B.getType()->getAsCXXRecordDecl(), Is); });
}

bool isCoawaitOperator(const NamedDecl *D) { return D->getDeclName().getCXXOverloadedOperator() == OO_Coawait; }

bool isNamed(const NamedDecl *D, llvm::StringRef Name) {
  return D->getDeclName().isIdentifier() && D->getName() == Name;
}

struct FindCall : RecursiveASTVisitor<FindCall> {
  bool ByTransform = false, ByOperator = false;

  bool VisitCallExpr(CallExpr *Call) {
    if (const FunctionDecl *Callee = Call->getDirectCallee()) {
      ByTransform |= isNamed(Callee, "await_transform");
      ByOperator |= isCoawaitOperator(Callee);
    }
    return true;
  }
};

bool isAwaitableByItself(const CoawaitExpr *Await) {
  FindCall Calls;
  Calls.TraverseStmt(Await->getCommonExpr());
  if (!Calls.ByTransform)
    return true;
  return hasMember(Await->getOperand()->getType()->getAsCXXRecordDecl(),
                   [](const NamedDecl *D) { return isCoawaitOperator(D) || isNamed(D, "await_ready"); });
}

class Finder : public RecursiveASTVisitor<Finder> {
public:
  Finder(ASTContext &Context, Sights &Seen) : Context(Context), SM(Context.getSourceManager()), Seen(Seen), Files(SM) {}

  void findIn(Decl *D, unsigned Anchor) {
    CurrentAnchor = Anchor;
    TraverseDecl(D);
  }

  bool shouldVisitTemplateInstantiations() const { return true; }

  // The visitor visits a lambda's body as written, not the instantiations of a generic one.
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    if (FunctionTemplateDecl *Generic = Lambda->getCallOperator()->getDescribedFunctionTemplate())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    return true;
  }

  bool VisitCoroutineBodyStmt(CoroutineBodyStmt *Body) {
    SourceLocation At = SM.getFileLoc(Body->getBody()->getBeginLoc());
    if (const std::string *File = Files.around(At))
      Seen.Coroutines.insert(*File + ':' + std::to_string(SM.getFileOffset(At)));
    return true;
  }

  bool VisitCompoundStmt(CompoundStmt *S) {
    if (const std::string *File = Files.around(SM.getFileLoc(S->getBeginLoc())))
      Seen.Files.insert(*File);
    for (Stmt *Child : S->body())
      statement(Child);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) { return statement(S->getThen()), statement(S->getElse()); }
  bool VisitForStmt(ForStmt *S) { return statement(S->getBody()); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) { return statement(S->getBody()); }
  bool VisitWhileStmt(WhileStmt *S) { return statement(S->getBody()); }
  bool VisitDoStmt(DoStmt *S) { return statement(S->getBody()); }
  bool VisitSwitchCase(SwitchCase *S) { return statement(S->getSubStmt()); }
  bool VisitLabelStmt(LabelStmt *S) { return statement(S->getSubStmt()); }
  bool VisitAttributedStmt(AttributedStmt *S) { return statement(S->getSubStmt()); }

private:
  bool statement(const Stmt *S) {
    const auto *Whole = dyn_cast_or_null<Expr>(S);
    if (!Whole)
      return true;
    const Expr *E = facts::withoutTemporaries(Whole);
    if (const auto *Await = dyn_cast<CoawaitExpr>(E); Await && !Await->isImplicit())
      add(Whole, Await->getKeywordLoc(), Await->getOperand(), Await);
    else if (const auto *Dependent = dyn_cast<DependentCoawaitExpr>(E))
      add(Whole, Dependent->getKeywordLoc(), Dependent->getOperand(), nullptr);
    return true;
  }

  /// \p Await is null where the operand is dependent.
  void add(const Expr *Whole, SourceLocation Keyword, const Expr *Operand, const CoawaitExpr *Await) {
    SourceLocation At = SM.getFileLoc(Keyword);
    const std::string *File = Files.around(At);
    if (!File)
      return;

    Place New;
    New.File = *File;
    New.Offset = SM.getFileOffset(At);
    New.Line = SM.getSpellingLineNumber(At);
    New.OtherLine = SM.getSpellingLineNumber(SM.getFileLoc(Operand->IgnoreParens()->getBeginLoc()));
    New.InMacroArgument = Keyword.isMacroID();
    New.Anchor = CurrentAnchor;
    std::optional<Span> Statement = spanOf(Whole->getSourceRange()), Inner = spanOf(Operand->getSourceRange());
    if (Statement && Inner) {
      New.Offset = Statement->Begin;
      for (const char *Written : MutantTexts)
        New.Mutants.push_back({{{Statement->Begin, Inner->Begin}, Written}, {{Inner->End, Statement->End}, ""}});
    } else {
      New.InMacroBody = true;
    }

    auto Known = llvm::find_if(Seen.Places, [&](const Place &P) { return P.key() == New.key(); });
    Place &Here = Known == Seen.Places.end() ? Seen.Places.emplace_back(std::move(New)) : *Known;
    if (Await && !Here.Instantiated && !Operand->isTypeDependent())
      describe(Here, Await);
  }

  void describe(Place &Here, const CoawaitExpr *Await) {
    const Expr *Operand = Await->getOperand();
    Here.Instantiated = true;
    PrintingPolicy Policy = Context.getPrintingPolicy();
    Policy.AnonymousTagLocations = false; // no paths
    Here.Type = Operand->getType().getCanonicalType().getUnqualifiedType().getAsString(Policy);
    Here.IsGlvalue = facts::withoutTemporaries(Operand)->isGLValue();
    Here.NeverSuspends = !facts::canSuspend(*Await);
    Here.OnlyByAwaitTransform = !isAwaitableByItself(Await);
  }

  /// The bytes of \p Range, if they are in one file and not in a macro's body.
  std::optional<Span> spanOf(SourceRange Range) {
    CharSourceRange InFile = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Range), SM, Context.getLangOpts());
    if (InFile.isInvalid())
      return std::nullopt;
    return Span{SM.getFileOffset(InFile.getBegin()), SM.getFileOffset(InFile.getEnd())};
  }

  ASTContext &Context;
  const SourceManager &SM;
  Sights &Seen;
  UserFiles Files;
  unsigned CurrentAnchor = 0;
};

} // namespace

void findLostAwaits(ASTContext &Context, const std::vector<DeclGroupRef> &TopLevel, Sights &Seen) {
  const SourceManager &SM = Context.getSourceManager();
  Finder Find(Context, Seen);
  for (unsigned I = 0; I < TopLevel.size(); ++I)
    for (Decl *D : TopLevel[I])
      if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
        Find.findIn(D, I);
}

} // namespace asynctidy::mutate
