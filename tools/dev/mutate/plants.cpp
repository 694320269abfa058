#include "kinds.h"
#include "lifetime-plants.h"
#include "places.h"
#include "spots.h"

#include "facts/errors/thrown.h"
#include "facts/flow/may-throw.h"
#include "facts/locks/suspensions.h"
#include "facts/types/coroutine-promise.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

class PlantFinder : public RecursiveASTVisitor<PlantFinder> {
public:
  PlantFinder(ASTContext &Context, const std::vector<DeclGroupRef> &TopLevel, const std::set<Kind> &Wanted,
              Sights &Seen)
      : Text(Context, TopLevel), Book(Seen), Unit(facts::TranslationUnit::of(Context, facts::Settings())),
        Wanted(Wanted), Seen(Seen) {}

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

private:
  void function(const FunctionDecl &F) {
    const Stmt *Body = F.getBody();
    const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body);
    const auto *Written = dyn_cast_or_null<CompoundStmt>(Coroutine ? Coroutine->getBody() : Body);
    std::optional<Spot> Brace = Written ? Text.at(Written->getLBracLoc()) : std::nullopt;
    if (!Brace || !Text.isText(*Brace, '{'))
      return;
    const std::optional<Spots::Outermost> Around = Text.around(*Brace);
    if (!Around)
      return;
    IsInstance = !F.isDependentContext();
    if (IsInstance)
      lifetimes({F, *Written, *Around});
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
        if (Place *New = Book.add(What, *Brace, Around->Anchor, IsInstance, NoSleep)) {
          const unsigned Start = Brace->Offset + 1;
          New->Mutants = {{{{Around->Offset, Around->Offset}, Before.str()}, {{Start, Start}, HelperCall.str()}}};
        }
    if (Wanted.contains(Kind::Lock) || Wanted.contains(Kind::CatchAll))
      awaitsBelow(*Written, {}, Around->Anchor);
  }

  void lifetimes(const FunctionSite &Site) {
    PlantContext In{Text, Book, Unit, Wanted};
    if (Wanted.contains(Kind::Temporary) || Wanted.contains(Kind::Capture))
      findNamedWork(Site, In);
    if (Wanted.contains(Kind::Self))
      findStrongReferences(Site, In);
    if (Wanted.contains(Kind::Iterator))
      findKeptIterators(Site, In);
  }

  void addFunction(const Spot &Brace, const Spots::Outermost &Around) {
    auto [At, New] = FunctionAt.try_emplace(Brace.File + ':' + std::to_string(Brace.Offset), Seen.Functions.size());
    if (New)
      Seen.Functions.push_back({Brace.File, Brace.Line, Brace.Offset + 1, Around.Offset, Around.Anchor, IsInstance});
    else
      Seen.Functions[At->second].Instantiated |= IsInstance;
  }

  /// The enclosing statement that stands directly in the innermost block.
  struct Around {
    const Stmt *Statement = nullptr;
    bool InLoop = false;    ///< the statement is in a loop
    bool LoopBelow = false; ///< statements below it are in a loop
  };

  void awaitsBelow(const Stmt &S, Around Where, unsigned Anchor) {
    if (const auto *Block = dyn_cast<CompoundStmt>(&S)) {
      const std::optional<Spot> Brace = Text.at(Block->getLBracLoc());
      const bool IsReal = Brace && Text.isText(*Brace, '{');
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
    const std::optional<Spot> Begin = Text.at(S.getBeginLoc());
    if (!Begin)
      return;
    if (Wanted.contains(Kind::Lock))
      if (Place *New = Book.add(Kind::Lock, *Begin, Anchor, IsInstance, whyNotHeld(Here)))
        New->Mutants = {{{{Begin->Offset, Begin->Offset}, Guard.str()}}};
    // A declaration cannot be enclosed in a block: later statements use it.
    if (!Wanted.contains(Kind::CatchAll) || !InLoop || isa<DeclStmt>(S))
      return;
    if (const std::optional<Spot> End = Text.after(S))
      if (Place *New = Book.add(Kind::CatchAll, *Begin, Anchor, IsInstance, whyNothingCaught(Here))) {
        New->Line = New->OtherLine = End->Line;
        New->Mutants = {
            {{{Begin->Offset, Begin->Offset}, BeforeTried.str()}, {{End->Offset, End->Offset}, AfterTried.str()}}};
      }
  }

  static std::string whyNotHeld(const std::vector<const CoawaitExpr *> &Awaits) {
    const bool Never = llvm::all_of(Awaits, [](const CoawaitExpr *A) { return A && !facts::canSuspend(*A); });
    return Never ? "the await never suspends" : "";
  }

  std::string whyNothingCaught(const std::vector<const CoawaitExpr *> &Awaits) {
    const bool None = llvm::all_of(Awaits, [&](const CoawaitExpr *A) { return A && !facts::mayThrow(*A, Unit); });
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

  Spots Text;
  PlaceBook Book;
  facts::TranslationUnit &Unit;
  const std::set<Kind> &Wanted;
  Sights &Seen;
  std::map<std::string, size_t> FunctionAt;
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
