#include "facts/extraction/extracted-unit.h"

#include "facts/aliases/access-path.h"
#include "facts/aliases/shared-state.h"
#include "facts/calls/blocking.h"
#include "facts/calls/calls.h"
#include "facts/calls/hops.h"
#include "facts/extraction/object-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/flow/parameter-conditions.h"
#include "facts/locks/declared-locks.h"
#include "facts/locks/guard-origin.h"
#include "facts/locks/held-locks.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/promise.h"
#include "facts/unit/enclosing-function.h"
#include "facts/unit/test-code.h"
#include "facts/unit/translation-unit.h"
#include "models/reason.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace clang;

namespace asynctidy::facts {

/// Extracts the facts of one function.
class FunctionExtraction {
public:
  FunctionExtraction(ExtractedUnit &Into, const FunctionDecl &F) : Into(Into), F(F), Conditions(F, Into.Unit) {}

  summaries::FunctionFacts run() {
    Result.Id = Into.Ids.function(F);
    Result.Name = text(quotedName(F));
    Result.Stable = text(stableName(F));
    Result.At = place(F.getLocation());
    Result.IsCoroutine = isCoroutine(F);
    if (Result.IsCoroutine) {
      Result.IsEager = startOf(promiseOfCoroutine(F)) == Start::Eager;
      Result.IsGenerator = forbidsAwait(F);
      if (isHarmlessInTest(FindingKind::Blocks) && isTestCode(F.getLocation(), Into.Unit))
        Harmless = summaries::CheckId::BlockingCall | summaries::CheckId::BlockingWait;
    }
    Result.MakesOrEndsObject = isa<CXXConstructorDecl>(F) || isa<CXXDestructorDecl>(F);
    Result.IsClosed = (!F.isExternallyVisible() || F.getAccess() == AS_private) && !isLambda(F) &&
                      !Into.AddressTaken.contains(F.getCanonicalDecl());
    if (const auto *Method = dyn_cast<CXXMethodDecl>(&F)) {
      Result.IsClosed &= !Method->isVirtual();
      addOverridden(*Method);
    }
    followFlow();
    for (const LockEvent &Event : lockEventsIn(F, Into.Unit))
      event(Event);
    forEachCall(F, Into.Unit.models(), [this](const CallSite &Site) { call(Site); });
    return std::move(Result);
  }

private:
  /// Adds indirectly overridden functions, too: a class in between may have no function with a body.
  void addOverridden(const CXXMethodDecl &Method) {
    for (const CXXMethodDecl *Overridden : Method.overridden_methods()) {
      Result.Overrides.push_back(Into.Ids.function(*Overridden));
      addOverridden(*Overridden);
    }
  }

  /// The flow facts at a statement of a coroutine.
  enum At : unsigned char { OnLoopThread = 1, BeforeSuspension = 2 };

  /// Computes the flow facts; an ordinary function runs on its caller's thread and never suspends.
  void followFlow() {
    if (!Result.IsCoroutine)
      return;
    const FlowGraph *Graph = flowGraphOf(F, Into.Unit);
    if (!Graph)
      return;
    const auto Transfer = [this](const CFGElement &Element, FlowGraph::Bits &Bits) {
      const auto Statement = Element.getAs<CFGStmt>();
      const auto *Suspend = Statement ? dyn_cast<CoroutineSuspendExpr>(Statement->getStmt()) : nullptr;
      if (!Suspend)
        return;
      const auto *Await = dyn_cast<CoawaitExpr>(Suspend);
      const Hop Moves = Await ? hopOf(*Await, Into.Unit) : Hop::None;
      if (Moves == Hop::ToBlockingThread)
        Bits.set(0, Bits[0] & ~OnLoopThread);
      else if (Moves == Hop::ToLoop)
        Bits.set(0, Bits[0] | OnLoopThread);
      if (canSuspend(*Suspend))
        Bits.set(0, Bits[0] & ~BeforeSuspension);
    };
    const FlowGraph::Bits AtStart = {OnLoopThread | BeforeSuspension};
    const auto Visit = [this](const CFGElement &Element, const FlowGraph::Bits &Bits) {
      if (const auto Statement = Element.getAs<CFGStmt>())
        Flow.try_emplace(Statement->getStmt(), Bits[0]);
    };
    Graph->solve(AtStart, Transfer, Visit);
    if (!Graph->hasHandlers())
      return;
    // A handler is entered on the loop's thread if the coroutine never leaves that thread.
    const bool Moves = llvm::any_of(Flow, [](const auto &Known) { return !(Known.second & OnLoopThread); });
    const FlowGraph::Bits AtHandlers = {static_cast<unsigned char>(Moves ? 0 : OnLoopThread)};
    Graph->solve(AtStart, Transfer, Visit, nullptr, &AtHandlers);
  }

  /// No flow fact holds at an unreachable statement.
  unsigned char flowAt(const Stmt &S) const {
    if (!Result.IsCoroutine)
      return OnLoopThread | BeforeSuspension;
    return Flow.lookup(&S);
  }

  void event(const LockEvent &Event) {
    std::vector<uint32_t> Held;
    for (const HeldLock &H : Event.Held)
      if (const auto Index = hold(H))
        Held.push_back(*Index);
    if (Event.What != LockEvent::Happening::Acquires) {
      if (Event.Local)
        HeldAt.try_emplace(Event.Local, std::move(Held));
      else
        HeldAt.try_emplace(Event.At, std::move(Held));
      return;
    }
    const auto What = lock(Event.Lock);
    if (!What)
      return;
    summaries::Acquisition A;
    A.What = *What;
    A.At = place(Event.At->getBeginLoc());
    A.OnlyTries = Event.OnlyTries;
    A.BeforeSuspension = flowAt(*Event.At) & BeforeSuspension;
    A.OnlyIf = Conditions.at(*Event.At);
    A.Silenced = silenced(Event.At->getBeginLoc());
    A.Held = std::move(Held);
    Result.Acquisitions.push_back(std::move(A));
  }

  std::optional<uint32_t> hold(const HeldLock &H) {
    const auto What = lock(H.Lock);
    if (!What)
      return std::nullopt;
    const summaries::Hold Found = {*What, place(H.Since->getBeginLoc()), H.OnEveryPath};
    std::vector<uint32_t> &Known = HoldsSince[Found.Since];
    for (const uint32_t I : Known)
      if (Result.Holds[I].What == Found.What && Result.Holds[I].OnEveryPath == Found.OnEveryPath)
        return I;
    Known.push_back(static_cast<uint32_t>(Result.Holds.size()));
    Result.Holds.push_back(Found);
    return Known.back();
  }

  /// The locks that the attributes of the callee exclude, if its body runs within this call and some lock is held.
  void exclusions(const CallSite &Site) {
    const auto *Call = dyn_cast<CallExpr>(Site.At);
    const auto Held = HeldAt.find(Site.At);
    const bool RunsNow =
        Site.How == summaries::Call::Way::Awaited ||
        (Site.How == summaries::Call::Way::Plain && !Into.Unit.workOf(returnTypeOf(*Site.Callee)).isLazy());
    if (!Call || Call->getDirectCallee() != Site.Callee || Held == HeldAt.end() || !RunsNow)
      return;
    for (const LockName &Name : locksExcludedBy(partsOf(*Call), Into.Unit.models()))
      if (const auto What = lock(Name))
        Result.Exclusions.push_back({*What, place(Site.At->getBeginLoc()), text(quotedCallee(*Site.At, *Site.Callee)),
                                     silenced(Site.At->getBeginLoc()), Held->second});
  }

  void call(const CallSite &Site) {
    const unsigned char Known = flowAt(*Site.At);
    const SourceLocation At = Site.At->getBeginLoc();
    exclusions(Site);
    if (const auto Blocks = blockerCalled(Site, F, Into.Unit)) {
      if ((Known & OnLoopThread) && !isOver(Site))
        blocks(Site, *Blocks);
      return;
    }
    if (!Into.Unit.isUserCode(Site.Callee->getLocation()) || Site.Callee->isImplicit())
      return;
    const bool MayBeAnother = Site.IsVirtual && Into.Seen == ExtractedUnit::Scope::OneFile;
    const FunctionDecl *Callee = Site.Callee;
    summaries::Call C;
    C.Callee = Into.Ids.function(*Callee);
    C.CalleeName = text(quotedCallee(*Site.At, *Callee));
    C.How = Site.How;
    C.IsVirtual = Site.IsVirtual;
    C.BeforeSuspension = Known & BeforeSuspension;
    C.OnlyIf = Conditions.at(*Site.At);
    C.DecidedBy = Conditions.deciding(*Site.At);
    C.MayBlock = MayBeAnother || !(Known & OnLoopThread) || isOver(Site) || mayBlockUnseen(Site, F, Into.Unit);
    C.Silenced = silenced(At);
    C.At = place(At);
    const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    // In a lambda's body `this` is the enclosing object.
    if (Method && Method->getParent()->isLambda())
      C.Object.From = summaries::ObjectPath::Root::This;
    else if (Site.Object)
      C.Object = path(accessPath(Site.Object));
    C.Local = localOf(Site);
    for (unsigned I = 0; I < Site.Arguments.size(); ++I) {
      C.Arguments.push_back(argument(*Site.Arguments[I]));
      if (isMadeOfLiterals(*Site.Arguments[I]))
        C.Constants.insert(I);
    }
    while (!C.Arguments.empty() && C.Arguments.back() == summaries::ObjectPath())
      C.Arguments.pop_back();
    const void *Moment = Site.Ends ? static_cast<const void *>(Site.Ends) : Site.At;
    if (const auto It = HeldAt.find(Moment); It != HeldAt.end())
      C.Held = It->second;
    Result.Calls.push_back(std::move(C));
  }

  /// Whether an ordinary function makes the call when it makes an object that all share, as the accessor of a singleton
  /// does: most of its callers find that made.
  bool isOver(const CallSite &Site) const { return Site.OnlyOnce && !Result.IsCoroutine; }

  /// The local variable of a coroutine that the call at \p Site makes, uses or destroys.
  summaries::Text localOf(const CallSite &Site) {
    if (!Result.IsCoroutine) // only there calls on one object are reported as one
      return 0;
    if (Site.Ends)
      return Into.Ids.variable(*Site.Ends);
    const auto *Value = dyn_cast<Expr>(Site.At);
    if (const VarDecl *V = Value ? indexOf(F, Into.Unit).localMadeOf(*Value) : nullptr)
      return Into.Ids.variable(*V);
    const AccessPath Object = Site.Object ? accessPath(Site.Object) : AccessPath();
    return Object.From == AccessPath::Root::Local && Object.Steps.empty() ? Into.Ids.variable(*Object.Variable) : 0;
  }

  /// Of a bool only the value matters, if it is a constant or an unchanged parameter.
  summaries::ObjectPath argument(const Expr &E) {
    const AccessPath Named = accessPath(&E);
    if (!E.getType()->isBooleanType())
      return path(Named);
    summaries::ObjectPath Given;
    bool Value = false;
    if (!E.isValueDependent() && E.EvaluateAsBooleanCondition(Value, F.getASTContext())) {
      Given.From = summaries::ObjectPath::Root::Constant;
      Given.Number = Value;
      return Given;
    }
    const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Named.Variable);
    return Parameter && Conditions.keepsValue(*Parameter) ? path(Named) : Given;
  }

  void blocks(const CallSite &Site, const BlockingCall &How) {
    const SourceLocation At = Site.At->getBeginLoc();
    const std::string Callee = quotedCallee(*Site.At, *Site.Callee);
    std::string Instead = How.Instead;
    if (How.Reason) {
      const models::Entry *Form = asynchronousForm(*Site.Callee, F, Into.Unit.models());
      Instead = Form ? Form->Instead : "";
    }
    const std::string Advice = Instead.empty() ? "" : "use " + Instead + " instead";
    const std::string Because = How.Reason ? models::reasonOf(*How.Reason, Callee) : "";
    const std::string Name = (How.EndsResult ? "the destructor of the result of " : "") + Callee;
    Result.Blockers.push_back({place(At), text(Name), text(Advice), text(Because), How.WaitsForWork, How.RunsLoop,
                               Conditions.at(*Site.At), Conditions.deciding(*Site.At), silenced(At), How.Assumes});
    if (const auto *Call = dyn_cast<CallExpr>(Site.At); Call && Result.IsCoroutine)
      Into.BlockersInCoroutines.try_emplace(At, ExtractedUnit::DirectBlocker{Call, &F});
  }

  /// Nothing for a lock without an access path: it cannot be compared with others.
  std::optional<summaries::Lock> lock(const LockName &Name) {
    if (!Name.Path)
      return std::nullopt;
    addOrders(Name.Path);
    return summaries::Lock{path(Name.Path), Name.Kind == LockKind::Async, Name.Shared, Name.Recursive, Name.Assumes};
  }

  /// Adds the orders that the declaration of the lock \p Path says: `acquired_before`, `acquired_after`.
  void addOrders(const AccessPath &Path) {
    const ValueDecl *Last = innermostOf(Path).first;
    if (!Last || !Into.WithOrders.insert(Last->getCanonicalDecl()).second)
      return;
    const auto &Lock = *cast<ValueDecl>(Last->getMostRecentDecl());
    for (const auto *Says : Lock.specific_attrs<AcquiredBeforeAttr>())
      for (const Expr *Other : Says->args())
        addOrder(Lock, *Other, /*IsFirst=*/true);
    for (const auto *Says : Lock.specific_attrs<AcquiredAfterAttr>())
      for (const Expr *Other : Says->args())
        addOrder(Lock, *Other, /*IsFirst=*/false);
  }

  void addOrder(const ValueDecl &Lock, const Expr &Other, bool IsFirst) {
    const auto Named = [&](AccessPath Path, QualType T) {
      const auto Kind = lockableKind(T, Into.Unit.models());
      return summaries::Lock{path(Path), Kind == LockKind::Async, false, isRecursiveLock(T, Into.Unit.models())};
    };
    AccessPath Own;
    if (const auto *Field = dyn_cast<FieldDecl>(&Lock)) {
      Own.From = AccessPath::Root::This;
      Own.Steps.push_back(Field->getCanonicalDecl());
    } else if (isa<VarDecl>(Lock) && cast<VarDecl>(Lock).hasGlobalStorage()) {
      Own.From = AccessPath::Root::Global;
      Own.Variable = cast<VarDecl>(Lock.getCanonicalDecl());
    }
    const AccessPath Of = accessPath(&Other);
    if (!Own || !Of)
      return;
    summaries::LockNesting Order;
    Order.IsDeclared = true;
    Order.At = place(Lock.getLocation());
    Order.IsSilenced = silenced(Lock.getLocation()).contains(summaries::CheckId::LockOrder);
    Order.Held = Named(Own, Lock.getType());
    Order.Acquired = Named(Of, Other.getType());
    if (!IsFirst)
      std::swap(Order.Held, Order.Acquired);
    Into.Facts.Orders.push_back(std::move(Order));
  }

  summaries::ObjectPath path(const AccessPath &P) { return objectPath(P, F, Into.Ids); }

  summaries::Text text(llvm::StringRef S) { return Into.Names.add(S); }
  summaries::Place place(SourceLocation L) { return Into.Where.of(L); }
  summaries::CheckSet silenced(SourceLocation L) const {
    return Harmless | (Into.Silenced ? Into.Silenced(L) : summaries::CheckSet());
  }

  ExtractedUnit &Into;
  const FunctionDecl &F;
  const ParameterConditions Conditions;
  summaries::FunctionFacts Result;
  summaries::CheckSet Harmless; ///< what is not reported in the function, because it is test code
  std::map<summaries::Place, std::vector<uint32_t>> HoldsSince; ///< indices of Result.Holds
  llvm::DenseMap<const Stmt *, unsigned char> Flow;
  llvm::DenseMap<const void *, std::vector<uint32_t>> HeldAt; ///< by statement, or by the local that is destroyed
};

/// The functions that are used other than as a callee: any code may call them.
static llvm::DenseSet<const FunctionDecl *> addressTakenIn(const EvaluatedCode &Code) {
  llvm::DenseSet<const FunctionDecl *> Taken;
  llvm::DenseSet<const Stmt *> Called;
  auto Look = [&](const Stmt &S) {
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      Called.insert(Call->getCallee()->IgnoreParenImpCasts());
    else if (const auto *Name = dyn_cast<DeclRefExpr>(&S); Name && !Called.contains(Name))
      if (const auto *F = dyn_cast<FunctionDecl>(Name->getDecl()))
        Taken.insert(F->getCanonicalDecl());
  };
  for (const FunctionDecl *F : Code.Functions)
    forEachEvaluated(F->getBody(), Look);
  for (const Expr *E : Code.Initializers)
    forEachEvaluated(E, Look);
  return Taken;
}

/// Also true for a `main` in a header of a test library.
static bool definesMain(ASTContext &Context) {
  return llvm::any_of(Context.getTranslationUnitDecl()->lookup(&Context.Idents.get("main")), [](const NamedDecl *D) {
    const auto *F = dyn_cast<FunctionDecl>(D);
    return F && F->isMain() && F->isDefined();
  });
}

ExtractedUnit::ExtractedUnit(TranslationUnit &Unit, Scope Seen, llvm::StringRef Root, Silencer Silenced)
    : Unit(Unit), Seen(Seen), Silenced(std::move(Silenced)), Where(Unit.context().getSourceManager(), Names, Root),
      Ids(Names, Where), AddressTaken(addressTakenIn(Unit.userCode())) {
  Facts.About.MainFile = Where.pathOf(Unit.context().getSourceManager().getMainFileID());
  Facts.About.HasMain = definesMain(Unit.context());
  std::set<std::pair<summaries::Text, summaries::Place>> Known; // instantiations may have equal names
  for (const FunctionDecl *F : Unit.userCode().Functions)
    if (!F->isDependentContext() && !F->isInvalidDecl()) {
      summaries::FunctionFacts Found = FunctionExtraction(*this, *F).run();
      if (Known.insert({Found.Id, Found.At}).second)
        Facts.Functions.push_back(std::move(Found));
    }
  for (const auto &[Variable, File] : Ids.definedVariables())
    Facts.Globals.push_back({Variable, File});
}

} // namespace asynctidy::facts
