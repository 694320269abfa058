#include "facts/calls/signal-ends.h"

#include "facts/calls/callers.h"
#include "facts/flow/exception-flow.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/function-index.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Whether an exception leaves the function that is seen to be thrown.
struct SeenToThrow : Analysis<const FunctionDecl *, bool> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    const auto NothingElse = [](const CoawaitExpr &) -> const CXXRecordDecl * { return nullptr; };
    return static_cast<bool>(firstThrown(*F, Unit, NothingElse));
  }
};

class EndSearch {
public:
  EndSearch(const FunctionDecl &F, const ValueDecl &Declared, Owed From, TranslationUnit &Unit)
      : F(F), Declared(Declared), From(From), Unit(Unit), All(signalsIn(Unit)) {}

  std::vector<SignalEnd> run() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return {};
    for (const SignalUse &Use : All.in(F))
      if (Use.Declared->getLocation() == Declared.getLocation())
        Steps[Use.At] = Use.Does;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const auto *Handler = dyn_cast<CXXCatchStmt>(&S); Handler && contains(*Handler))
        forEachEvaluated(Handler->getHandlerBlock(), [&](const Stmt &Inner) { InHandler.insert(&Inner); });
      forEachDeclared(S, [&](const VarDecl &V) {
        if (V.hasLocalStorage() && V.getInit() && V.getType().isDestructedType() && contains(*V.getInit()))
          Lent.push_back(&V);
      });
    });
    std::vector<SignalEnd> Ends;
    ExceptionQuestion Asked;
    Asked.Transfer = [&](const CFGElement &Element, FlowStates &States) { transfer(Element, States); };
    Asked.Throws = [&](const Stmt &S) { return throws(S).has_value(); };
    Asked.AtEnd = [&](const Stmt *By, const FlowStates &States) {
      if (States[0] & IsOwed)
        Ends.push_back({By, By ? throws(*By).value_or(SignalEnd::Throws::Seen) : SignalEnd::Throws::Seen});
    };
    Asked.Unwound = Lent;
    solveWithExceptions(F, *Graph, Unit, FlowStates(1, From == Owed::FromStart ? IsOwed : IsPaid), Asked);
    if (From == Owed::WhereOpened && !Graph->hasHandlers())
      llvm::erase_if(Ends, [&](const SignalEnd &End) { return !isFeasible(End, *Graph); });
    return Ends;
  }

private:
  enum : unsigned char { IsPaid = 1, IsOwed = 2 };

  /// Whether a path whose conditions do not contradict each other leads to \p End. There are no handlers.
  bool isFeasible(const SignalEnd &End, const FlowGraph &Graph) const {
    llvm::SmallVector<const Stmt *, 2> Opens;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (opens(S))
        Opens.push_back(&S);
    });
    return anyFeasiblePathAfter(
        Opens, Graph, Unit.context(), IsPaid,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (End.By && State == IsOwed && Statement && Statement->getStmt() == End.By)
            return true;
          FlowStates States(1, State);
          transfer(Element, States);
          State = States[0];
          return false;
        },
        [&](unsigned char State) { return !End.By && State == IsOwed; });
  }

  /// Whether \p S, or a lambda in it, completes the object, or may.
  bool contains(const Stmt &S) const {
    bool Found = false;
    forEachEvaluated(&S, [&](const Stmt &Inner) { Found |= completes(Inner, /*InHandler=*/true); });
    return Found;
  }

  /// Whether \p S completes the object or hands it on.
  bool completes(const Stmt &S, bool InHandler) const {
    if (const auto Step = Steps.find(&S); Step != Steps.end())
      return letsGoOn(Step->second);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
      return Lambda->getCallOperator() && All.mayComplete(*Lambda->getCallOperator(), Declared);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
      return llvm::any_of(Construct->arguments(), isObject);
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call)
      return false;
    const CallParts Parts = partsOf(*Call);
    if (!Parts.Callee)
      return InHandler;
    const FunctionDecl *Definition = definitionOf(*Parts.Callee);
    if (Definition && Unit.isUserCode(Definition->getLocation()))
      return All.mayComplete(*Definition, Declared);
    // The object of the signal is given to code that is not seen, to which it may belong to complete the signal.
    return llvm::any_of(Parts.Arguments, isObject) || (Parts.Object && isObject(Parts.Object) && !isAwaited(*Call));
  }

  /// Whether \p S opens the object, by itself or by a function that does nothing else to it.
  bool opens(const Stmt &S) const {
    if (const auto Step = Steps.find(&S); Step != Steps.end())
      return Step->second == SignalStep::Opens;
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const FunctionDecl *Definition = Callee ? definitionOf(*Callee) : nullptr;
    return Definition && !isCoroutine(*Definition) && All.does(*Definition, SignalStep::Opens, Declared) &&
           !All.mayComplete(*Definition, Declared);
  }

  /// `this` and `*this`.
  static bool isObject(const Expr *E) {
    E = withoutTemporaries(E);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E); Unary && Unary->getOpcode() == UO_Deref)
      E = withoutTemporaries(Unary->getSubExpr());
    return isa<CXXThisExpr>(E);
  }

  bool isAwaited(const CallExpr &Call) const {
    const Parents &Up = indexOf(F, Unit).parents();
    for (const Stmt *Above = Up.of(Call); Above && isa<Expr>(Above); Above = Up.of(*Above))
      if (isa<CoawaitExpr>(Above))
        return true;
    return false;
  }

  void transfer(const CFGElement &Element, FlowStates &States) const {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (llvm::is_contained(Lent, End->getVarDecl()))
        States.set(0, IsPaid);
      return;
    }
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt &S = *Statement->getStmt();
    const auto Step = Steps.find(&S);
    if (opens(S)) {
      if (From == Owed::WhereOpened)
        States.set(0, IsOwed);
    } else if (InHandler.contains(&S) || completes(S, /*InHandler=*/false) ||
               (Step != Steps.end() &&
                Step->second == SignalStep::Waits)) { // what it waits for itself, others complete
      States.set(0, IsPaid);
    }
  }

  /// Whether a handler for some exceptions of \p S completes the object: it is believed to be for all that can come.
  bool isHandled(const Stmt &S) const {
    const Parents &Up = indexOf(F, Unit).parents();
    const Stmt *Child = &S;
    for (const Stmt *Above = Up.of(S); Above; Child = Above, Above = Up.of(*Above))
      if (const auto *Try = dyn_cast<CXXTryStmt>(Above); Try && Child == Try->getTryBlock())
        for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
          if (InHandler.contains(Try->getHandler(I)->getHandlerBlock()))
            return true;
    return false;
  }

  std::optional<SignalEnd::Throws> throws(const Stmt &S) const {
    using Throws = SignalEnd::Throws;
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S)) {
      if (!mayThrow(*Await, Unit) || isHandled(S))
        return std::nullopt;
      const auto *Call = dyn_cast<CallExpr>(valueIn(Await->getOperand()));
      const FunctionDecl *Awaited = userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
      if (Awaited && Unit.get<SeenToThrow>(Awaited))
        return Throws::Seen;
      const Work Awaits = Unit.workOf(Await->getOperand()->getType());
      return Awaits.isTask() || Awaits.Begins != Start::Unknown ? Throws::Tasks : Throws::Other;
    }
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const FunctionDecl *Definition = Callee ? definitionOf(*Callee) : nullptr;
    if (!Definition || isCoroutine(*Definition) || isSameFunction(*Definition, F) ||
        !Unit.isUserCode(Definition->getLocation()) || isNoexcept(*Callee))
      return std::nullopt;
    return Unit.get<SeenToThrow>(Definition) ? std::optional(Throws::Seen) : std::nullopt;
  }

  const FunctionDecl &F;
  const ValueDecl &Declared;
  const Owed From;
  TranslationUnit &Unit;
  const Signals &All;
  llvm::DenseMap<const Stmt *, SignalStep> Steps;
  llvm::DenseSet<const Stmt *> InHandler;     ///< what stands in a handler that completes the object on some path
  llvm::SmallVector<const VarDecl *, 2> Lent; ///< locals whose destructors may complete it
};

} // namespace

std::vector<SignalEnd> endsWithoutCompletion(const FunctionDecl &F, const ValueDecl &Declared, Owed From,
                                             TranslationUnit &Unit) {
  return EndSearch(F, Declared, From, Unit).run();
}

} // namespace asynctidy::facts
