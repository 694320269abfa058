#include "facts/handlers.h"

#include "facts/awaitable.h"
#include "facts/class-shape.h"
#include "facts/consistent-paths.h"
#include "facts/expressions.h"
#include "facts/flow-graph.h"
#include "facts/functions.h"
#include "facts/thrown.h"
#include "facts/walk.h"
#include "facts/work.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Variables = llvm::DenseSet<const ValueDecl *>;
using Statements = llvm::DenseSet<const Stmt *>;

bool mentions(const Stmt *S, const Variables &Any) {
  bool Found = false;
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&Inner))
      Found |= Any.contains(Name->getDecl());
  });
  return Found;
}

bool isNoReturnCall(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isNoReturn();
}

bool isAssignment(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->isAssignmentOp();
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
  return Operator && Operator->isAssignmentOp();
}

const Expr *assignedBy(const Stmt &S) {
  if (!isAssignment(S))
    return nullptr;
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->getLHS();
  return cast<CXXOperatorCallExpr>(S).getArg(0);
}

const Expr *valueAssignedBy(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->getRHS();
  return cast<CXXOperatorCallExpr>(S).getArg(1);
}

/// The local variables that \p S assigns to, or calls a method of that may change them.
Variables changedIn(const Stmt *S) {
  Variables Found;
  auto Add = [&](const Expr *Target) {
    const auto *V = dyn_cast_or_null<VarDecl>(onlyNames(withoutTemporaries(Target)));
    if (V && V->hasLocalStorage())
      Found.insert(V);
  };
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const Expr *Target = assignedBy(Inner))
      Add(Target);
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&Inner);
             Call && Call->getMethodDecl() && !Call->getMethodDecl()->isConst())
      Add(Call->getImplicitObjectArgument());
  });
  return Found;
}

/// How the arms of a branch count as leaving.
enum class Leaving {
  ForGood,   ///< out of the loop or the function
  InAnyWay,  ///< to the next round as well, or by setting something
};

bool leaves(const Stmt *Arm, Leaving How) {
  bool Found = false;
  forEachEvaluated(Arm, [&](const Stmt &S) {
    Found |= isa<ReturnStmt>(S) || isa<CoreturnStmt>(S) || isa<BreakStmt>(S) || isa<GotoStmt>(S) ||
             isa<CXXThrowExpr>(S) || isNoReturnCall(S);
    if (How == Leaving::InAnyWay)
      Found |= isa<ContinueStmt>(S) || isAssignment(S);
  });
  return Found;
}

/// The words in which code asks whether to go on, for what it asks of its own locals.
bool speaksOfStopping(llvm::StringRef Name) {
  const std::string Lower = Name.lower();
  static constexpr llvm::StringLiteral Words[] = {"cancel", "stop", "abort", "clos", "shut",  "quit",
                                                  "exit",   "run",  "alive", "open", "active"};
  return llvm::any_of(Words, [&](llvm::StringRef Word) { return llvm::StringRef(Lower).contains(Word); });
}

/// Calls \p Visit for the conditions that \p E is made of by !, && and ||.
void forEachAtom(const Expr *E, llvm::function_ref<void(const Expr &)> Visit) {
  E = withoutTemporaries(E);
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return forEachAtom(Not->getSubExpr(), Visit);
  if (const auto *Both = dyn_cast<BinaryOperator>(E); Both && Both->isLogicalOp()) {
    forEachAtom(Both->getLHS(), Visit);
    return forEachAtom(Both->getRHS(), Visit);
  }
  Visit(*E);
}

bool isOwnLocal(const ValueDecl *D) {
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() && !V->getType()->isPointerType();
}

/// True for a condition that somebody else can change to make this coroutine stop: a flag, a state, or a question put to
/// an object that is not a local of it, or that by its name is about stopping. Counts and sizes are none.
bool asksWhetherToStop(const Expr &Atom) {
  const Expr *E = withoutTemporaries(&Atom);
  if (isa<CoawaitExpr>(E))
    return false; // it suspends first
  if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isComparisonOp()) {
    auto IsState = [](const Expr *Side) {
      Side = withoutTemporaries(Side);
      const bool Constant = isa<CXXBoolLiteralExpr>(Side) || isa<IntegerLiteral>(Side) ||
                            (isa<DeclRefExpr>(Side) && isa<EnumConstantDecl>(cast<DeclRefExpr>(Side)->getDecl()));
      const QualType T = Side->getType().getNonReferenceType();
      return !Constant && (T->isEnumeralType() || T->isBooleanType()) && asksWhetherToStop(*Side);
    };
    return IsState(Compare->getLHS()) || IsState(Compare->getRHS());
  }
  if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(E);
      Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl())) {
    const Expr *Object = withoutTemporaries(Conversion->getImplicitObjectArgument());
    return asksWhetherToStop(*Object);
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return !isOwnLocal(Name->getDecl()) || speaksOfStopping(Name->getDecl()->getName());
  if (isa<MemberExpr>(E))
    return true;
  if (const auto *Deref = dyn_cast<UnaryOperator>(E); Deref && Deref->getOpcode() == UO_Deref)
    return true;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getDeclName().isIdentifier() && speaksOfStopping(Method->getName()))
      return true;
    const ValueDecl *Object = onlyNames(withoutTemporaries(Call->getImplicitObjectArgument()));
    return !isOwnLocal(Object) || !isa<DeclRefExpr>(withoutTemporaries(Call->getImplicitObjectArgument()));
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return llvm::any_of(Operator->arguments(), [](const Expr *A) {
      const ValueDecl *Named = onlyNames(withoutTemporaries(A));
      return Named && !isa<EnumConstantDecl>(Named) && !isOwnLocal(Named);
    });
  return isa<CallExpr>(E);
}

void addMentions(const Stmt *S, Statements &To) {
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (isa<DeclRefExpr>(Inner) || isa<MemberExpr>(Inner) || isa<CallExpr>(Inner))
      To.insert(&Inner);
  });
}

/// A condition and what hangs on it.
struct Branching {
  const Stmt *Condition = nullptr; ///< an expression, or the declaration of a condition variable
  const Expr *Tested = nullptr;
  llvm::SmallVector<const Stmt *, 2> Arms;
  bool IsLoop = false;
};

Branching branchingOf(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return {If->getCond(), If->getCond(), {If->getThen(), If->getElse()}, false};
  if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    return {Switch->getCond(), Switch->getCond(), {Switch->getBody()}, false};
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&S))
    return {Choice->getCond(), Choice->getCond(), {Choice->getTrueExpr(), Choice->getFalseExpr()}, false};
  if (const auto *Both = dyn_cast<BinaryOperator>(&S); Both && Both->isLogicalOp())
    return {Both->getLHS(), Both->getLHS(), {Both->getRHS()}, false};
  if (const auto *While = dyn_cast<WhileStmt>(&S))
    return {While->getCond(), While->getCond(), {}, true};
  if (const auto *For = dyn_cast<ForStmt>(&S))
    return {For->getCond(), For->getCond(), {}, true};
  if (const auto *Do = dyn_cast<DoStmt>(&S))
    return {Do->getCond(), Do->getCond(), {}, true};
  return {};
}

bool leaves(const Branching &Branch, Leaving How, const Stmt &Whole) {
  // A `break` in a switch leaves nothing but the switch.
  if (isa<SwitchStmt>(Whole)) {
    bool Found = false;
    forEachEvaluated(Branch.Arms.front(), [&](const Stmt &S) {
      Found |= !isa<BreakStmt>(S) && !isa<CompoundStmt>(S) && !isa<SwitchCase>(S) && leaves(&S, How) &&
               (isa<ReturnStmt>(S) || isa<CoreturnStmt>(S) || isa<GotoStmt>(S) || isa<CXXThrowExpr>(S) ||
                isNoReturnCall(S) || (How == Leaving::InAnyWay && (isa<ContinueStmt>(S) || isAssignment(S))));
    });
    return Found;
  }
  return llvm::any_of(Branch.Arms, [How](const Stmt *Arm) { return Arm && leaves(Arm, How); });
}

/// What an error in hand is called, and what was made from it.
Variables withDerived(Variables Error, const Stmt *Below) {
  forEachEvaluated(Below, [&](const Stmt &S) {
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S))
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit() && mentions(V->getInit(), Error))
          Error.insert(V);
  });
  return Error;
}

/// Whether an error in hand, or the one being handled, gets out of some code whole.
class PassingOn {
public:
  explicit PassingOn(Facts &All) : All(All) {}

  bool operator()(const Stmt *Body, const Variables &Error, bool Unknown) {
    Found = false;
    UnknownCounts = Unknown;
    look(Body, Error, false, /*Depth=*/2);
    return Found;
  }

private:
  /// \p Whole: the value of \p S goes to somebody.
  void look(const Stmt *S, const Variables &Error, bool Whole, unsigned Depth) {
    if (!S || Found)
      return;
    if (const auto *Name = dyn_cast<DeclRefExpr>(S)) {
      Found |= Whole && Error.contains(Name->getDecl());
      return;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &Capture : Lambda->captures())
        Found |= Capture.capturesVariable() && Error.contains(Capture.getCapturedVar());
      return;
    }
    if (isa<ParenExpr>(S) || isa<ImplicitCastExpr>(S) || isa<FullExpr>(S) || isa<MaterializeTemporaryExpr>(S) ||
        isa<CXXBindTemporaryExpr>(S) || isa<ExplicitCastExpr>(S) || isa<ConditionalOperator>(S))
      return forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, Whole, Depth); });
    if (const auto *Operator = dyn_cast<UnaryOperator>(S); Operator && Operator->getOpcode() == UO_AddrOf)
      return look(Operator->getSubExpr(), Error, true, Depth);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
      for (const Expr *Argument : Construct->arguments())
        look(Argument, Error, true, Depth);
      return;
    }
    if (isa<InitListExpr>(S) || isa<ReturnStmt>(S) || isa<CoreturnStmt>(S))
      return forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, true, Depth); });
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S); Operator && Operator->getOperator() != OO_Call) {
      for (const Expr *Argument : Operator->arguments())
        look(Argument, Error, Operator->isAssignmentOp(), Depth);
      return;
    }
    if (const auto *Operator = dyn_cast<BinaryOperator>(S); Operator && Operator->getOpcode() == BO_Assign) {
      look(Operator->getLHS(), Error, false, Depth);
      return look(Operator->getRHS(), Error, true, Depth);
    }
    if (const auto *Call = dyn_cast<CallExpr>(S))
      return call(*Call, Error, Depth);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child, Error, false, Depth); });
  }

  void call(const CallExpr &Call, const Variables &Error, unsigned Depth) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    // std::current_exception() and its like: what it gives is on its way to somewhere.
    if (Call.getNumArgs() == 0 && !isa<CXXMemberCallExpr>(Call) && isErrorOutcome(Call.getType(), All.models())) {
      Found = true;
      return;
    }
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
      look(Member->getImplicitObjectArgument(), Error, false, Depth);
      // A promise or a test framework is told by a word.
      if (Callee && Callee->getDeclName().isIdentifier() && llvm::StringRef(Callee->getName()).lower().find("exception") != std::string::npos &&
          !Callee->getReturnType()->isBooleanType() && !mentions(Member->getImplicitObjectArgument(), Error))
        Found = true;
    }
    const Stmt *Body = Callee && All.isUserCode(Callee->getLocation()) ? bodyOf(*Callee) : nullptr;
    const bool Looks = Body && Depth > 0 && !isCoroutine(*Callee);
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      if (!Looks || I >= Callee->getNumParams()) {
        look(Call.getArg(I), Error, !isOutput(Call), Depth);
        continue;
      }
      Variables Given;
      if (mentions(Call.getArg(I), Error)) {
        look(Call.getArg(I), Error, false, Depth);
        Given.insert(Callee->getParamDecl(I));
        look(Body, Given, false, Depth - 1);
      }
    }
    if (Looks) {
      forEachEvaluated(Body, [&](const Stmt &S) {
        Found |= (isa<CXXThrowExpr>(S) && !cast<CXXThrowExpr>(S).getSubExpr());
      });
      if (!Found)
        look(Body, {}, false, Depth - 1);
    } else if (UnknownCounts && Call.getNumArgs() == 0 && !Body) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      const bool Own = Member && isa<CXXThisExpr>(withoutTemporaries(Member->getImplicitObjectArgument()));
      Found |= (!Member || Own) && !isa<CXXOperatorCallExpr>(Call); // it may look at what is being handled
    }
  }

  /// Formatted output by a C function copies nothing but what it prints.
  static bool isOutput(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->isVariadic();
  }

  Facts &All;
  bool Found = false;
  bool UnknownCounts = false;
};

class SwallowSearch {
public:
  SwallowSearch(const FunctionDecl &F, Facts &All)
      : F(F), All(All), Types(All) {}

  std::vector<SwallowedCancellation> run() {
    if (Types.empty())
      return {};
    bool Worth = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      Worth |= isa<CXXTryStmt>(S) || isa<WhileStmt>(S) || isa<ForStmt>(S) || isa<DoStmt>(S);
    });
    if (!Worth || !(Graph = FlowGraph::of(F)))
      return {};
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) { noteStopTests(S); });
    handlersIn(*writtenBody(F));
    codesIn(*writtenBody(F));
    return std::move(Found);
  }

private:
  struct Source {
    const CoawaitExpr *Await;
    CancellationType Type;
  };

  // ---- where cancellation is thrown, and who catches it

  static bool mayThrow(const CXXCatchStmt &Handler) {
    bool Throws = false;
    forEachEvaluated(Handler.getHandlerBlock(),
                     [&](const Stmt &S) { Throws |= isa<CXXThrowExpr>(S) || isNoReturnCall(S); });
    return Throws;
  }

  static const CXXCatchStmt *handlerFor(const CXXTryStmt &Try, const CXXRecordDecl &Thrown) {
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
      if (catches(*Try.getHandler(I), Thrown))
        return Try.getHandler(I);
    return nullptr;
  }

  void escapingFrom(const Stmt *S, std::vector<Source> &Out) const {
    if (const auto *Await = dyn_cast<CoawaitExpr>(S))
      for (const CancellationType &Type : Types.thrownBy(*Await))
        Out.push_back({Await, Type});
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      std::vector<Source> Inside;
      escapingFrom(Try->getTryBlock(), Inside);
      for (const Source &Thrown : Inside) {
        const CXXCatchStmt *Handler = handlerFor(*Try, *Thrown.Type.Thrown);
        if (!Handler || mayThrow(*Handler))
          Out.push_back(Thrown);
      }
      return;
    }
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { escapingFrom(Child, Out); });
  }

  void handlersIn(const Stmt &S) {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
      std::vector<Source> Thrown;
      escapingFrom(Try->getTryBlock(), Thrown);
      llvm::SmallVector<const CXXCatchStmt *, 2> Judged;
      for (const Source &One : Thrown)
        if (const CXXCatchStmt *Handler = handlerFor(*Try, *One.Type.Thrown); Handler && !llvm::is_contained(Judged, Handler)) {
          Judged.push_back(Handler);
          judge(*Try, *Handler, One);
        }
    }
    forEachEvaluatedChild(S, [&](const Stmt *Child) { handlersIn(*Child); });
  }

  const CFGBlock *blockOf(const CXXCatchStmt &Handler) const {
    for (const CFGBlock *Block : Graph->graph())
      if (Block->getLabel() == &Handler)
        return Block;
    return nullptr;
  }

  void judge(const CXXTryStmt &Try, const CXXCatchStmt &Handler, const Source &Thrown) {
    const CFGBlock *From = blockOf(Handler);
    const bool ByName = Thrown.Type.NothingElse && Handler.getExceptionDecl() &&
                        recordOf(Handler.getCaughtType())->getCanonicalDecl() == Thrown.Type.Thrown->getCanonicalDecl();
    Variables Error;
    if (const VarDecl *Named = Handler.getExceptionDecl())
      Error.insert(Named);
    Error = withDerived(std::move(Error), Handler.getHandlerBlock());
    if (!From || PassingOn(All)(Handler.getHandlerBlock(), Error, !Handler.getExceptionDecl()))
      return;

    // Whoever wants to know later what became of the try asks what it, or its handler, has changed.
    Variables Outcome = changedIn(Try.getTryBlock());
    const Variables ByHandler = changedIn(Handler.getHandlerBlock());
    Statements Handled = StopTests;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const Branching Branch = branchingOf(S);
      if (!Branch.Tested)
        return;
      if (mentions(Branch.Tested, Error) && (Branch.IsLoop || leaves(Branch, Leaving::InAnyWay, S)))
        addMentions(Branch.Condition, Handled);
      if (!Branch.IsLoop && (mentions(Branch.Tested, Outcome) || mentions(Branch.Tested, ByHandler)) &&
          leaves(Branch, Leaving::ForGood, S))
        addMentions(Branch.Condition, Handled);
      if (Branch.IsLoop && mentions(Branch.Tested, setFromVariablesIn(Handler.getHandlerBlock())))
        addMentions(Branch.Condition, Handled);
    });

    Statements Same;
    forEachEvaluated(Try.getTryBlock(), [&](const Stmt &S) {
      if (isSuspension(S))
        Same.insert(&S);
    });
    bool Ends = false;
    if (const Stmt *Next = nextSuspension(*From, Handled, &Same, nullptr))
      return add({&Handler, nullptr, nullptr, Thrown.Await, Thrown.Type, SwallowedCancellation::Continues::Retries, Next});
    if (ByName) // somebody who names it may have asked for it himself, for another end
      return;
    if (const Stmt *Next = nextSuspension(*From, Handled, nullptr, &Ends)) {
      if (!isTestedLater(ByHandler))
        add({&Handler, nullptr, nullptr, Thrown.Await, Thrown.Type, SwallowedCancellation::Continues::GoesOn, Next});
      return;
    }
    if (Ends)
      if (const Stmt *Caller = awaitThatGoesOn(F, /*Depth=*/3))
        add({&Handler, nullptr, nullptr, Thrown.Await, Thrown.Type, SwallowedCancellation::Continues::InCaller, Caller});
  }

  void add(const SwallowedCancellation &One) { Found.push_back(One); }

  /// The locals that \p S sets to something that is no constant.
  Variables setFromVariablesIn(const Stmt *S) const {
    Variables Set;
    forEachEvaluated(S, [&](const Stmt &Inner) {
      const Expr *Target = assignedBy(Inner);
      if (!Target || valueAssignedBy(Inner)->isEvaluatable(All.context()))
        return;
      if (const ValueDecl *Named = onlyNames(withoutTemporaries(Target)))
        Set.insert(Named);
    });
    return Set;
  }

  /// A flag the handler sets for somebody who leaves when he sees it, later.
  bool isTestedLater(const Variables &Flags) const {
    bool Tested = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const Branching Branch = branchingOf(S);
      Tested |= Branch.Tested && !Branch.IsLoop && mentions(Branch.Tested, Flags) && leaves(Branch, Leaving::ForGood, S);
    });
    return Tested;
  }

  // ---- what happens afterwards

  void noteStopTests(const Stmt &S) {
    const Branching Branch = branchingOf(S);
    if (!Branch.Tested || Branch.Tested->isTypeDependent() || isa<SwitchStmt>(S))
      return;
    if (!Branch.IsLoop && !leaves(Branch, Leaving::ForGood, S))
      return;
    forEachAtom(Branch.Tested, [&](const Expr &Atom) {
      const Expr *Asked = &Atom;
      // `while (auto next = …)` asks what the variable was made from.
      if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(Asked); Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl()))
        Asked = withoutTemporaries(Conversion->getImplicitObjectArgument());
      if (asksWhetherToStop(Atom)) {
        addMentions(&Atom, StopTests);
      } else if (const auto *Name = dyn_cast<DeclRefExpr>(Asked)) {
        const auto *V = dyn_cast<VarDecl>(Name->getDecl());
        bool Awaits = false;
        forEachEvaluated(V ? V->getInit() : nullptr, [&](const Stmt &Inner) { Awaits |= isa<CoawaitExpr>(Inner); });
        const bool InCondition = isa<IfStmt>(S) ? cast<IfStmt>(S).getConditionVariable() == V
                                : isa<WhileStmt>(S) && cast<WhileStmt>(S).getConditionVariable() == V;
        if (V && InCondition && !Awaits)
          addMentions(&Atom, StopTests);
      }
    });
  }

  static bool isSuspension(const Stmt &S) {
    const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&S);
    return Suspend && !(isa<CoawaitExpr>(S) && cast<CoawaitExpr>(S).isImplicit()) && maySuspend(*Suspend);
  }

  /// The first suspension on some path from \p From that asks none of \p Handled before: one of \p Among, if given, with no
  /// other before it. \p Ends says whether a path ends without.
  const Stmt *nextSuspension(const CFGBlock &From, const Statements &Handled, const Statements *Among, bool *Ends) const {
    enum : unsigned char { GoesOn = 0, Stops = 1 };
    const Stmt *Next = nullptr;
    anyConsistentPathFrom(
        From, *Graph, All.context(), GoesOn,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement || State == Stops)
            return false;
          const Stmt *S = Statement->getStmt();
          if (Handled.contains(S)) {
            State = Stops;
          } else if (isSuspension(*S)) {
            if (!Among || Among->contains(S)) {
              Next = S;
              return true;
            }
            State = Stops;
          }
          return false;
        },
        [&](unsigned char State) {
          if (Ends && State == GoesOn)
            *Ends = true;
          return false;
        });
    return Next;
  }

  /// An await of \p Callee in this file whose coroutine goes on although it learns nothing from the result.
  const Stmt *awaitThatGoesOn(const FunctionDecl &Callee, unsigned Depth) const {
    const CXXRecordDecl *Promise = promiseOfCoroutine(Callee);
    if (Depth == 0 || !Promise || methodsNamed(Promise, "return_void").empty())
      return nullptr; // a value may say what happened
    for (const FunctionDecl *Caller : All.userCode().Functions) {
      if (!isCoroutine(*Caller) || Caller->isDependentContext() || Caller == &Callee)
        continue;
      llvm::SmallVector<const CoawaitExpr *, 2> Awaits;
      forEachEvaluated(writtenBody(*Caller), [&](const Stmt &S) {
        const auto *Await = dyn_cast<CoawaitExpr>(&S);
        const auto *Call = Await ? dyn_cast<CallExpr>(withoutTemporaries(Await->getOperand())) : nullptr;
        const FunctionDecl *Called = Call ? Call->getDirectCallee() : nullptr;
        if (Called && Called->getCanonicalDecl() == Callee.getCanonicalDecl())
          Awaits.push_back(Await);
      });
      for (const CoawaitExpr *Await : Awaits) {
        SwallowSearch There(*Caller, All);
        bool Ends = false;
        if (There.goesOnAfter(*Await, Ends) || (Ends && awaitThatGoesOn(*Caller, Depth - 1)))
          return Await;
      }
    }
    return nullptr;
  }

  bool goesOnAfter(const CoawaitExpr &Await, bool &Ends) {
    Graph = FlowGraph::of(F);
    if (!Graph)
      return false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) { noteStopTests(S); });
    enum : unsigned char { Before = 0, After = 1, Stops = 2 };
    const Stmt *Next = nullptr;
    anyConsistentPathFrom(
        Graph->graph().getEntry(), *Graph, All.context(), Before,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement || State == Stops)
            return false;
          const Stmt *S = Statement->getStmt();
          if (State == After && StopTests.contains(S))
            State = Stops;
          else if (State == After && isSuspension(*S))
            Next = S;
          else if (S == &Await)
            State = After;
          return Next != nullptr;
        },
        [&](unsigned char State) {
          Ends |= State == After;
          return false;
        });
    return Next != nullptr;
  }

  // ---- cancellation as an error code

  void codesIn(const Stmt &S) {
    if (isa<WhileStmt>(S) || isa<ForStmt>(S) || isa<DoStmt>(S))
      loop(S);
    forEachEvaluatedChild(S, [&](const Stmt *Child) { codesIn(*Child); });
  }

  void loop(const Stmt &Loop) {
    llvm::SmallVector<const CoawaitExpr *, 2> Awaits;
    bool Knows = false;
    forEachEvaluated(&Loop, [&](const Stmt &S) {
      Knows |= Types.namesCancelledError(S);
      const auto *Await = dyn_cast<CoawaitExpr>(&S);
      if (Await && Types.mayGiveCode(*Await) && maySuspend(*Await) && givesErrorAsValue(*Await, All.models()) &&
          givesMore(*Await))
        Awaits.push_back(Await);
    });
    if (Knows)
      return;
    for (const CoawaitExpr *Await : Awaits)
      if (const ValueDecl *Code = errorVariableOf(*Await, F, All.models()))
        forEachEvaluated(&Loop, [&](const Stmt &S) {
          if (const auto *If = dyn_cast<IfStmt>(&S))
            test(*If, *Code, *Await);
        });
  }

  /// What waits for an event gives nothing but an error, and is cancelled to wake who waits.
  bool givesMore(const CoawaitExpr &Await) const {
    const QualType Result = Await.getType();
    if (Result->isVoidType() || isErrorOutcome(Result, All.models()))
      return false;
    const auto *Tuple = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(Result));
    if (!Tuple || Tuple->getTemplateArgs().size() == 0)
      return true;
    const TemplateArgument &First = Tuple->getTemplateArgs()[0];
    return First.getKind() != TemplateArgument::Pack || First.pack_size() > 1 ||
           !isErrorOutcome(First.pack_begin()->getAsType(), All.models());
  }

  /// `if (ec)` and its opposite.
  void test(const IfStmt &If, const ValueDecl &Code, const CoawaitExpr &Await) {
    bool Negated = false;
    const Expr *Tested = withoutTemporaries(If.getCond());
    if (const auto *Not = dyn_cast<UnaryOperator>(Tested); Not && Not->getOpcode() == UO_LNot) {
      Negated = true;
      Tested = withoutTemporaries(Not->getSubExpr());
    }
    const auto *Asked = dyn_cast<CXXMemberCallExpr>(Tested);
    if (!Asked || Asked->getNumArgs() != 0 || onlyNames(withoutTemporaries(Asked->getImplicitObjectArgument())) != &Code)
      return;
    for (const CFGBlock *Block : Graph->graph()) {
      if (Block->getTerminatorStmt() != &If || Block->succ_size() != 2 || !Graph->isReachable(*Block))
        continue;
      const CFGBlock *Arm = (Block->succ_begin() + (Negated ? 1 : 0))->getReachableBlock();
      const Stmt *ArmWritten = Negated ? If.getElse() : If.getThen();
      const Variables Error = withDerived({&Code}, ArmWritten);
      if (!Arm || PassingOn(All)(ArmWritten, Error, false))
        continue;
      Statements Handled = StopTests;
      forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
        const Branching Branch = branchingOf(S);
        if (Branch.Tested && &S != &If && mentions(Branch.Tested, Error) && (Branch.IsLoop || leaves(Branch, Leaving::InAnyWay, S)))
          addMentions(Branch.Condition, Handled);
      });
      const Statements Same = {&Await};
      if (nextSuspension(*Arm, Handled, &Same, nullptr)) {
        Found.push_back({nullptr, &If, &Code, &Await, {nullptr, nullptr, false}, SwallowedCancellation::Continues::Retries, &Await});
        return;
      }
    }
  }

  const FunctionDecl &F;
  Facts &All;
  const CancellationTypes Types;
  std::unique_ptr<FlowGraph> Graph;
  Statements StopTests; ///< parts of conditions on which the coroutine leaves because it was told to
  std::vector<SwallowedCancellation> Found;
};

} // namespace

std::vector<SwallowedCancellation> swallowedCancellations(const FunctionDecl &F, Facts &All) {
  if (!isCoroutine(F) || F.isDependentContext() || All.isBroken())
    return {};
  return SwallowSearch(F, All).run();
}

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
