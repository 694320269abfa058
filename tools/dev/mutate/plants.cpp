#include "kinds.h"
#include "places.h"

#include "facts/coroutine-promise.h"
#include "facts/facts.h"
#include "facts/held-locks.h"
#include "facts/thrown.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

/// Where the top-level declarations of each file begin.
class Outline {
public:
  Outline(const SourceManager &SM, const std::vector<DeclGroupRef> &TopLevel) {
    for (unsigned I = 0; I < TopLevel.size(); ++I)
      for (const Decl *D : TopLevel[I])
        if (SourceLocation At = SM.getFileLoc(D->getBeginLoc()); At.isValid() && !D->isImplicit()) {
          auto [File, Offset] = SM.getDecomposedLoc(At);
          Begins[File].try_emplace(Offset, I);
          break;
        }
  }

  struct Outermost {
    unsigned Offset; ///< of the first token
    unsigned Anchor; ///< see Place::Anchor
  };
  /// The top-level declaration around \p Offset. When one is complete, the parser has already read a token of the next:
  /// what is to be changed before a declaration must be changed before the one that comes before it.
  std::optional<Outermost> around(FileID File, unsigned Offset) const {
    auto Known = Begins.find(File);
    if (Known == Begins.end())
      return std::nullopt;
    auto After = Known->second.upper_bound(Offset);
    if (After == Known->second.begin())
      return std::nullopt;
    auto [Begin, Index] = *std::prev(After);
    return Outermost{Begin, Index ? Index - 1 : 0};
  }

private:
  std::map<FileID, std::map<unsigned, unsigned>> Begins; ///< offset to index
};

class PlantFinder : public RecursiveASTVisitor<PlantFinder> {
public:
  PlantFinder(ASTContext &Context, const std::vector<DeclGroupRef> &TopLevel, const std::set<Kind> &Wanted,
              Sights &Seen)
      : Context(Context), SM(Context.getSourceManager()), Files(SM, TopLevel),
        Facts(facts::Facts::of(Context, facts::Settings())), Wanted(Wanted), Seen(Seen) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && !F->isDefaulted())
      function(*F);
    return true;
  }

  // The visitor goes into a lambda's body as written, not into its operator nor into what a generic one becomes.
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    function(*Lambda->getCallOperator());
    if (FunctionTemplateDecl *Generic = Lambda->getCallOperator()->getDescribedFunctionTemplate())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    return true;
  }

private:
  /// Where some text can be written: in a user's file, and not in the body of a macro.
  struct Spot {
    std::string File;
    FileID Id;
    unsigned Offset, Line;
    bool InMacroArgument;
  };

  std::optional<Spot> spot(SourceLocation L) {
    if (L.isInvalid())
      return std::nullopt;
    const SourceLocation At = SM.getFileLoc(L);
    if (SM.isInSystemHeader(At))
      return std::nullopt;
    auto [Known, New] = UserFiles.try_emplace(SM.getFileID(At));
    llvm::SmallString<256> Path;
    if (New)
      if (OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(At));
          File && !llvm::sys::fs::real_path(File->getName(), Path))
        Known->second = std::string(Path);
    if (Known->second.empty())
      return std::nullopt;
    return Spot{Known->second, SM.getFileID(At), SM.getFileOffset(At), SM.getSpellingLineNumber(At), L.isMacroID()};
  }

  bool isText(const Spot &At, char Expected) {
    const llvm::StringRef Text = SM.getBufferData(At.Id);
    return At.Offset < Text.size() && Text[At.Offset] == Expected;
  }

  void function(const FunctionDecl &F) {
    const Stmt *Body = F.getBody();
    const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body);
    const auto *Written = dyn_cast_or_null<CompoundStmt>(Coroutine ? Coroutine->getBody() : Body);
    std::optional<Spot> Brace = Written ? spot(Written->getLBracLoc()) : std::nullopt;
    if (!Brace || !isText(*Brace, '{'))
      return;
    const std::optional<Outline::Outermost> Around = Files.around(Brace->Id, Brace->Offset);
    if (!Around)
      return;
    IsInstance = !F.isDependentContext();
    const bool MayHaveObjects = !F.isConstexprSpecified() || facts::isLambda(F);
    if (Wanted.contains(Kind::Swap) && MayHaveObjects)
      addFunction(*Brace, *Around);
    if (!Coroutine)
      return;
    const std::string NoSleep = IsInstance && facts::forbidsAwait(F)
                                    ? "in a generator that cannot await, which runs where its caller runs"
                                    : "";
    for (auto [What, Before] : {std::pair(Kind::Sleep, SleepingHelpers), {Kind::SleepElsewhere, HelperDeclaration}})
      if (Wanted.contains(What))
        if (Place *New = add(What, *Brace, Around->Anchor, NoSleep)) {
          const unsigned Start = Brace->Offset + 1;
          New->Mutants = {{{{Around->Offset, Around->Offset}, Before.str()}, {{Start, Start}, HelperCall.str()}}};
        }
    if (Wanted.contains(Kind::Lock) || Wanted.contains(Kind::CatchAll))
      awaitsBelow(*Written, {}, Around->Anchor);
  }

  void addFunction(const Spot &Brace, const Outline::Outermost &Around) {
    auto [At, New] = FunctionAt.try_emplace(Brace.File + ':' + std::to_string(Brace.Offset), Seen.Functions.size());
    if (New)
      Seen.Functions.push_back({Brace.File, Brace.Line, Brace.Offset + 1, Around.Offset, Around.Anchor, IsInstance});
    else
      Seen.Functions[At->second].Instantiated |= IsInstance;
  }

  /// The place to describe, unless it is known well enough.
  Place *add(Kind What, const Spot &At, unsigned Anchor, std::string NoBug) {
    Place Here;
    Here.What = What;
    Here.File = At.File;
    Here.Offset = At.Offset;
    Here.Line = Here.OtherLine = At.Line;
    Here.Anchor = Anchor;
    Here.InMacroArgument = At.InMacroArgument;
    Here.Instantiated = IsInstance;
    Here.NoBug = std::move(NoBug);
    auto [Index, New] = PlaceAt.try_emplace(Here.key(), Seen.Places.size());
    if (New)
      return &Seen.Places.emplace_back(std::move(Here));
    Place &Known = Seen.Places[Index->second];
    // One instance in which it does harm is enough.
    if (Known.Instantiated && (!IsInstance || Known.NoBug.empty() || !Here.NoBug.empty()))
      return nullptr;
    Known.Instantiated = Here.Instantiated;
    Known.NoBug = Here.NoBug;
    return nullptr;
  }

  /// The statement of the innermost block in which one is.
  struct Around {
    const Stmt *Statement = nullptr;
    bool InLoop = false;    ///< the statement is in a loop
    bool LoopBelow = false; ///< so would be what comes next
  };

  void awaitsBelow(const Stmt &S, Around Where, unsigned Anchor) {
    if (const auto *Block = dyn_cast<CompoundStmt>(&S)) {
      const std::optional<Spot> Brace = spot(Block->getLBracLoc());
      const bool IsReal = Brace && isText(*Brace, '{');
      for (const Stmt *Child : Block->body()) {
        Around Inside = Where;
        if (IsReal)
          Inside = {Child, Where.LoopBelow, Where.LoopBelow};
        awaitsBelow(*Child, Inside, Anchor);
        if (IsReal)
          statement(*Child, Inside.InLoop, Anchor);
      }
      return;
    }
    Where.LoopBelow |= isa<ForStmt>(S) || isa<WhileStmt>(S) || isa<DoStmt>(S) || isa<CXXForRangeStmt>(S);
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S)) {
      if (!Await->isImplicit())
        Awaits[Where.Statement].push_back(Await);
      return awaitsBelow(*Await->getOperand(), Where, Anchor);
    }
    if (isa<DependentCoawaitExpr>(S))
      Awaits[Where.Statement].push_back(nullptr);
    if (isa<LambdaExpr>(S) || isa<UnaryExprOrTypeTraitExpr>(S))
      return;
    for (const Stmt *Child : S.children())
      if (Child)
        awaitsBelow(*Child, Where, Anchor);
  }

  void statement(const Stmt &S, bool InLoop, unsigned Anchor) {
    const auto Known = Awaits.find(&S);
    if (Known == Awaits.end())
      return;
    const std::vector<const CoawaitExpr *> Here = std::move(Known->second);
    Awaits.erase(Known);
    const std::optional<Spot> Begin = spot(S.getBeginLoc());
    if (!Begin)
      return;
    if (Wanted.contains(Kind::Lock))
      if (Place *New = add(Kind::Lock, *Begin, Anchor, whyNotHeld(Here)))
        New->Mutants = {{{{Begin->Offset, Begin->Offset}, Guard.str()}}};
    // What a declaration declares is needed after it.
    if (!Wanted.contains(Kind::CatchAll) || !InLoop || isa<DeclStmt>(S))
      return;
    if (const std::optional<Spot> End = after(S))
      if (Place *New = add(Kind::CatchAll, *Begin, Anchor, whyNothingCaught(Here))) {
        New->Line = New->OtherLine = End->Line;
        New->Mutants = {
            {{{Begin->Offset, Begin->Offset}, BeforeTried.str()}, {{End->Offset, End->Offset}, AfterTried.str()}}};
      }
  }

  /// Behind the statement and its semicolon.
  std::optional<Spot> after(const Stmt &S) {
    SourceLocation End = S.getEndLoc();
    if (End.isMacroID())
      End = SM.isMacroArgExpansion(End) && !SM.isMacroBodyExpansion(S.getBeginLoc())
                ? SM.getFileLoc(End)
                : SM.getExpansionRange(End).getEnd();
    SourceLocation Behind = Lexer::getLocForEndOfToken(End, 0, SM, Context.getLangOpts());
    if (std::optional<Token> Next = Lexer::findNextToken(End, SM, Context.getLangOpts()); Next && Next->is(tok::semi))
      Behind = Next->getEndLoc();
    return spot(Behind);
  }

  static std::string whyNotHeld(const std::vector<const CoawaitExpr *> &Awaits) {
    const bool Never = llvm::all_of(Awaits, [](const CoawaitExpr *A) { return A && !facts::canSuspend(*A); });
    return Never ? "the await never suspends" : "";
  }

  std::string whyNothingCaught(const std::vector<const CoawaitExpr *> &Awaits) {
    const bool None = llvm::all_of(Awaits, [&](const CoawaitExpr *A) { return A && !facts::mayThrow(*A, Facts); });
    if (!None)
      return "";
    if (llvm::all_of(Awaits, [](const CoawaitExpr *A) { return !facts::canSuspend(*A); }))
      return "the await never suspends";
    const bool Declared = llvm::all_of(Awaits, [](const CoawaitExpr *A) {
      const auto *Resume = dyn_cast_or_null<CallExpr>(A->getResumeExpr()->IgnoreImplicit());
      const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
      const auto *Type = Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
      return Type && Type->canThrow() == CT_Cannot;
    });
    return Declared ? "`await_resume` is `noexcept`"
                    : "nothing can be thrown: the error is a value, or the awaited coroutine's body throws nothing";
  }

  ASTContext &Context;
  const SourceManager &SM;
  const Outline Files;
  facts::Facts &Facts;
  const std::set<Kind> &Wanted;
  Sights &Seen;
  llvm::DenseMap<FileID, std::string> UserFiles;
  std::map<std::string, size_t> PlaceAt, FunctionAt;
  std::map<const Stmt *, std::vector<const CoawaitExpr *>> Awaits; ///< by statement; null where types are dependent
  bool IsInstance = false;
};

} // namespace

void findPlants(ASTContext &Context, const std::vector<DeclGroupRef> &TopLevel, const std::set<Kind> &Wanted,
                Sights &Seen) {
  if (Wanted == std::set{Kind::Lost})
    return;
  const SourceManager &SM = Context.getSourceManager();
  PlantFinder Find(Context, TopLevel, Wanted, Seen);
  for (const DeclGroupRef &Group : TopLevel)
    for (Decl *D : Group)
      if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
        Find.TraverseDecl(D);
}

} // namespace asynctidy::mutate
