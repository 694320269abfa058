#include "facts/calls/blocking.h"

#include "compat/function-effects.h"
#include "facts/aliases/access-path.h"
#include "facts/calls/discards.h"
#include "facts/calls/waits.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// True for a duration of zero: 0s, std::chrono::seconds(0).
bool isZeroTime(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Result;
  E = withoutTemporaries(E);
  if (!recordOf(E->getType()) || E->isValueDependent() || !E->EvaluateAsRValue(Result, Context) ||
      !Result.Val.isStruct() || Result.Val.getStructNumFields() != 1 || !Result.Val.getStructField(0).isInt())
    return false;
  return Result.Val.getStructField(0).getInt() == 0;
}

/// Whether the function \p In tests whether the object that \p Call waits for is ready, or has awaited it.
bool isTestedBefore(const CallExpr &Call, const FunctionDecl &In) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  const AccessPath Object = OnObject ? accessPath(OnObject->getImplicitObjectArgument()) : AccessPath();
  if (!Object)
    return false;
  bool Tested = false, Reached = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    Reached |= &S == &Call;
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    Tested |= Await && !Reached && accessPath(Await->getOperand()) == Object;
    const auto *Test = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Test ? Test->getMethodDecl() : nullptr;
    if (Reached || !Method || !Method->getDeclName().isIdentifier() ||
        accessPath(Test->getImplicitObjectArgument()) != Object)
      return;
    const bool Asks = Method->getReturnType()->isBooleanType() && Method->getNumParams() == 0 &&
                      Method->getName() != "valid" && Method->getName() != "joinable";
    const bool Polls = Test->getNumArgs() == 1 && isZeroTime(Test->getArg(0), In.getASTContext());
    Tested |= Asks || Polls;
  });
  return Tested;
}

/// Whether \p In is the `await_resume` of an awaiter, and \p Call is on a member that its other functions use: it is
/// ready by then, so that nothing is waited for.
bool isReadyInResume(const CallExpr &Call, const FunctionDecl &In) {
  const auto *Resume = dyn_cast<CXXMethodDecl>(&In);
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  if (!Resume || !OnObject || !Resume->getDeclName().isIdentifier() || Resume->getName() != "await_resume")
    return false;
  const AccessPath Object = accessPath(OnObject->getImplicitObjectArgument());
  if (Object.From != AccessPath::Root::This || Object.Steps.empty())
    return false;
  bool Used = false;
  for (llvm::StringRef Name : {"await_ready", "await_suspend"})
    for (const CXXMethodDecl *Method : methodsNamed(Resume->getParent(), Name))
      forEachEvaluated(bodyOf(*Method), [&](const Stmt &S) {
        const auto *Member = dyn_cast<MemberExpr>(&S);
        Used |= Member && accessPath(Member) == Object;
      });
  return Used;
}

/// `for (; flag.exchange(true); ++tries) if (tries > 1000) sleep_for(...);`: \p Call is how a spin lock backs off when
/// it has failed many times. Taking a lock does not count.
bool backsOff(const CallExpr &Call, const FunctionDecl &In) {
  bool Found = false;
  const auto Tries = [](const Stmt &S) {
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Callee = Method ? Method->getMethodDecl() : nullptr;
    const llvm::StringRef Name = Callee && Callee->getDeclName().isIdentifier() ? Callee->getName() : "";
    return Name == "exchange" || Name == "test_and_set" || Name.starts_with("compare_exchange_") || Name == "try_lock";
  };
  const auto Contains = [](const Stmt *Where, llvm::function_ref<bool(const Stmt &)> Sought) {
    bool Is = false;
    forEachEvaluated(Where, [&](const Stmt &S) { Is |= Sought(S); });
    return Is;
  };
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    const Expr *Condition = nullptr;
    const Stmt *Body = nullptr;
    if (const auto *While = dyn_cast<WhileStmt>(&S)) {
      Condition = While->getCond();
      Body = While->getBody();
    } else if (const auto *For = dyn_cast<ForStmt>(&S)) {
      Condition = For->getCond();
      Body = For->getBody();
    }
    Found |=
        Condition && Contains(Condition, Tries) && Contains(Body, [&](const Stmt &Inner) { return &Inner == &Call; });
  });
  return Found;
}

/// True for a coroutine that neither awaits nor returns a value: one that only runs the event loop, as a child of
/// `when_all`.
bool isLoopsOwnCoroutine(const FunctionDecl &F) {
  bool DoesMore = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Return = dyn_cast<CoreturnStmt>(&S);
    const Expr *Given = Return ? Return->getOperand() : nullptr;
    const bool Constant = !Given || (Given->IgnoreParenImpCasts()->getType()->isIntegralOrEnumerationType() &&
                                     Given->isIntegerConstantExpr(F.getASTContext()));
    DoesMore |= isa<CoroutineSuspendExpr>(S) || !Constant;
  });
  return isCoroutine(F) && !DoesMore;
}

} // namespace

/// The arguments that \p S gives to what it calls, by parameter.
static llvm::ArrayRef<const Expr *> argumentsOf(const Stmt &S) {
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
    return llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs());
  const auto *Call = dyn_cast<CallExpr>(&S);
  return Call ? llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()).drop_front(isa<CXXOperatorCallExpr>(Call))
              : llvm::ArrayRef<const Expr *>();
}

/// Whether \p Reason applies to the call \p S: it has the arguments that make it block, and no timeout of zero.
static bool isMeant(const Stmt &S, const FunctionDecl &Callee, const models::Entry &Reason) {
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Callee);
  if (Constructor && Constructor->isCopyOrMoveConstructor())
    return false;
  const ASTContext &Context = Callee.getASTContext();
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(S);
  auto IsWritten = [&](unsigned Number) {
    return Number <= Given.size() && !isa<CXXDefaultArgExpr>(Given[Number - 1]);
  };
  if (!llvm::all_of(Reason.Arguments, IsWritten) ||
      llvm::any_of(Given, [&](const Expr *Argument) { return isZeroTime(Argument, Context); }))
    return false;
  const Expr *Timeout = Reason.Timeout && Reason.Timeout <= Given.size() ? Given[Reason.Timeout - 1] : nullptr;
  if (!Timeout || Timeout->isValueDependent() || !Timeout->getType()->isIntegerType())
    return true;
  const auto Time = Timeout->getIntegerConstantExpr(Context);
  return !Time || *Time != 0;
}

/// Whether \p Local no longer owns its object at the end of its lifetime, or was waited for before.
static bool isGivenUp(const VarDecl &Local, const FunctionDecl &In) {
  static constexpr llvm::StringLiteral Ends[] = {"join", "detach", "release", "reset", "wait"};
  bool Found = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    const auto *E = dyn_cast<Expr>(&S);
    const Expr *Moved = E ? movedFrom(E) : nullptr;
    Found |= Moved && onlyNames(Moved) == &Local;
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    Found |= Method && Method->getDeclName().isIdentifier() && llvm::is_contained(Ends, Method->getName()) &&
             onlyNames(Call->getImplicitObjectArgument()) == &Local;
    const auto *Return = dyn_cast<ReturnStmt>(&S);
    Found |= Return && Return->getNRVOCandidate() == &Local;
  });
  return Found;
}

/// Whether \p In calls the function of \p Local by which its destructor waits.
static bool isWaitedFor(const VarDecl &Local, const FunctionDecl &In, TranslationUnit &Unit) {
  bool Found = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    Found |= Method && onlyNames(Call->getImplicitObjectArgument()) == &Local &&
             isWaitOfDestructor(*Method, Local.getType(), Unit);
  });
  return Found;
}

/// Whether the result of \p Call is destroyed in \p In: it is discarded, or kept in a local that is never used.
static bool resultEndsIn(const FunctionDecl &In, const CallExpr &Call, TranslationUnit &Unit) {
  if (llvm::any_of(discardsIn(In, Unit), [&](const Discard &One) { return One.Value == &Call; }))
    return true;
  const VarDecl *Local = nullptr;
  bool Mentioned = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (V.hasLocalStorage() && V.getInit() && withoutTemporaries(V.getInit()) == &Call)
        Local = &V;
    });
    const auto *Name = dyn_cast<DeclRefExpr>(&S); // captures of lambdas are among them
    Mentioned |= Name && Local && Name->getDecl() == Local;
  });
  return Local && !Mentioned;
}

/// A global name in a built-in model is that of a function of C: `poll` of a program's own is something else. The user
/// knows which functions the program has, so a name in the user's file is that of any.
static const models::Entry *modelOf(const FunctionDecl &F, Means Does, const models::ModelSet &Models) {
  const std::string Name = qualifiedName(F);
  const models::Entry *Said = Models.find(Name, Does);
  return Said && (llvm::StringRef(Name).contains("::") || F.isExternC() || !Said->IsBuiltIn) ? Said : nullptr;
}

static constexpr Means Blocking[] = {Means::Blocks, Means::WaitsForWork, Means::RunsEventLoop};

std::optional<BlockingCall> blockerCalled(const CallSite &Site, const FunctionDecl &In, TranslationUnit &Unit) {
  const models::ModelSet &Models = Unit.models();
  for (const Means Does : Blocking) {
    const models::Entry *Reason = modelOf(*Site.Callee, Does, Models);
    if (!Reason || (Does == Means::RunsEventLoop && isLoopsOwnCoroutine(In)))
      continue;
    const auto *Call = dyn_cast<CallExpr>(Site.At);
    if (!isMeant(*Site.At, *Site.Callee, *Reason) || (Call && isTestedBefore(*Call, In)) ||
        (Site.Ends && isGivenUp(*Site.Ends, In)) || (Call && (isReadyInResume(*Call, In) || backsOff(*Call, In))))
      return std::nullopt;
    return BlockingCall{Reason, Does != Means::Blocks, Does == Means::RunsEventLoop};
  }
  const models::Entry *Joins = modelOf(*Site.Callee, Means::ResultJoins, Models);
  if (const auto *Call = dyn_cast<CallExpr>(Site.At); Call && Joins && resultEndsIn(In, *Call, Unit))
    return BlockingCall{Joins, false, false, /*EndsResult=*/true};
  if (compat::isDeclaredBlocking(*Site.Callee))
    return BlockingCall{nullptr, false};
  return std::nullopt;
}

bool mayBlockUnseen(const CallSite &Site, const FunctionDecl &In, TranslationUnit &Unit) {
  const models::ModelSet &Models = Unit.models();
  const SourceManager &Sources = Unit.context().getSourceManager();
  if (Site.Ends && isWaitedFor(*Site.Ends, In, Unit))
    return true;
  if (compat::isDeclaredNonBlocking(*Site.Callee) ||
      llvm::any_of(Blocking, [&](Means Does) { return modelOf(*Site.Callee, Does, Models); }))
    return true;
  const SourceLocation At = Site.At->getBeginLoc();
  return At.isMacroID() && Sources.getFileID(Sources.getSpellingLoc(At)) != Sources.getFileID(Sources.getFileLoc(At));
}

bool movesToBlockingThread(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CallExpr>(withoutTemporaries(Await.getOperand()));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Models.is(qualifiedName(*Callee), Means::MovesToBlockingThread);
}

std::vector<MaybeBlocking> maybeBlockingCallsIn(const FunctionDecl &Coroutine, const models::ModelSet &Models) {
  std::vector<MaybeBlocking> Found;
  forEachEvaluated(writtenBody(Coroutine), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const models::Entry *Reason = Callee ? modelOf(*Callee, Means::MayBlock, Models) : nullptr;
    if (Reason && isMeant(*Call, *Callee, *Reason))
      Found.push_back({Call, Reason});
  });
  return Found;
}

const models::Entry *asynchronousForm(const FunctionDecl &Blocker, const FunctionDecl &In,
                                      const models::ModelSet &Models) {
  const CXXRecordDecl *Task = recordOf(In.getReturnType());
  return Models.twinOf(qualifiedName(Blocker), Task ? qualifiedName(*Task) : "");
}

} // namespace asynctidy::facts
