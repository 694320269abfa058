#include "finder.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

/// Collects the statements of one body that stand directly in a block, with their awaits.
class Statements {
public:
  Statements(const CompoundStmt &Body, Places &Into) : Into(Into) { walk(Body, nullptr, {}); }

  std::vector<Statement> Found;

private:
  struct Loops {
    bool Around = false; ///< the statement is in a loop
    bool Below = false;  ///< statements below it are in a loop
  };

  void walk(const Stmt &S, std::vector<const CoawaitExpr *> *Awaits, Loops Where) {
    if (const auto *Block = dyn_cast<CompoundStmt>(&S)) {
      for (const Stmt *Child : Block->body()) {
        std::vector<const CoawaitExpr *> Own;
        walk(*Child, &Own, {Where.Below, Where.Below});
        const std::optional<Spot> Begin = Into.Text.at(Child->getBeginLoc()), End = Into.Text.after(*Child);
        if (Begin && End && Begin->File == End->File)
          Found.push_back({*Child, *Begin, *End, Where.Below, std::move(Own)});
      }
      return;
    }
    if (isa<LambdaExpr, UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, RequiresExpr>(S))
      return;
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S)) {
      if (!Await->isImplicit() && Awaits)
        Awaits->push_back(Await);
      return walk(*Await->getOperand(), Awaits, Where);
    }
    if (isa<DependentCoawaitExpr>(S) && Awaits)
      Awaits->push_back(nullptr);
    Where.Below |= isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
    for (const Stmt *Child : S.children())
      if (Child)
        walk(*Child, Awaits, Where);
  }

  Places &Into;
};

class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(Places &Into) : Into(Into) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && !F->isDefaulted())
      function(*F);
    return true;
  }

  // The visitor visits a lambda's body as written, not its call operator or the instantiations of a generic one.
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    function(*Lambda->getCallOperator());
    if (FunctionTemplateDecl *Generic = Lambda->getCallOperator()->getDescribedFunctionTemplate())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    return true;
  }

  std::vector<Function> Functions;

private:
  void function(const FunctionDecl &F) {
    const CompoundStmt *Body = writtenBody(F);
    const std::optional<Spot> Brace = Body ? Into.Text.at(Body->getLBracLoc()) : std::nullopt;
    if (!Brace || !Into.Text.at(Body->getRBracLoc()) || Into.Text.path(Brace->File).empty())
      return;
    Functions.push_back({F, *Body, *Brace, isa<CoroutineBodyStmt>(F.getBody()), !F.isDependentContext(),
                         std::move(Statements(*Body, Into).Found)});
  }

  Places &Into;
};

} // namespace

void Places::add(unsigned Kind, FileID File, std::vector<Edit> Edits, std::vector<Span> Lines, bool IsInstantiated) {
  if (!wants(Kind))
    return;
  Place New{Kind, Text.path(File), std::move(Lines), std::move(Edits), IsInstantiated};
  auto [At, IsNew] = Known.try_emplace(New.key(), Found.size());
  if (IsNew)
    Found.push_back(std::move(New));
  else if (IsInstantiated)
    Found[At->second].IsInstantiated = true;
}

const CompoundStmt *writtenBody(const FunctionDecl &F) {
  const Stmt *Body = F.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  return dyn_cast_or_null<CompoundStmt>(Body);
}

const CoroutineBodyStmt *coroutineBody(const FunctionDecl *F) {
  return F ? dyn_cast_or_null<CoroutineBodyStmt>(F->getBody(F)) : nullptr;
}

State stateFor(const Function &In, llvm::StringRef Members, Places &Into) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&In.F);
  if (Members.empty() || !Method || !Method->isInstance() || Method->getParent()->isLambda())
    return {"::", {}};
  const std::optional<Spot> End = Into.Text.at(Method->getParent()->getBraceRange().getEnd());
  if (!End || End->File != In.Brace.File)
    return {"::", {}};
  return {"this->", {{{End->Offset, End->Offset}, (" public: " + Members + " ").str()}}};
}

std::string expanded(llvm::StringRef Text, llvm::StringRef Prefix) {
  std::string Result;
  for (char C : Text)
    Result += C == '@' ? Prefix.str() : std::string(1, C);
  return Result;
}

std::vector<Place> findPlaces(ASTContext &Context, const std::set<unsigned> &Wanted) {
  const SourceManager &SM = Context.getSourceManager();
  Places Into(Context, Wanted);
  Finder Find(Into);
  for (Decl *D : Context.getTranslationUnitDecl()->decls())
    if (!D->isImplicit() && !SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
      Find.TraverseDecl(D);
  for (const Function &Each : Find.Functions) {
    findAwaits(Each, Into);
    findAwaitedCalls(Each, Into);
    findStrongReferences(Each, Into);
    findCalls(Each, Into);
  }
  findPairs(Find.Functions, Into);
  return std::move(Into.Found);
}

} // namespace asynctidy::mutate
