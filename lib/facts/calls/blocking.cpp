#include "facts/calls/blocking.h"

#include "compat/function-effects.h"
#include "facts/aliases/access-path.h"
#include "facts/calls/discards.h"
#include "facts/calls/opened-files.h"
#include "facts/calls/synchronous-twins.h"
#include "facts/calls/waits.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <tuple>
#include <utility>

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

/// Where a function first tests whether an object is ready, or awaits it, as the number of the statement.
struct ReadinessTests : Analysis<const FunctionDecl *, std::vector<std::pair<AccessPath, unsigned>>> {
  static auto key(const AccessPath &Path) { return std::tie(Path.From, Path.Variable, Path.Steps); }

  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    const FunctionIndex &Index = indexOf(*F, Unit);
    Result Found;
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      const Expr *Tested = testedBy(S, Unit.context());
      if (AccessPath Object = Tested ? accessPath(Tested) : AccessPath())
        Found.push_back({std::move(Object), *Index.numberOf(S)});
    });
    llvm::sort(Found, [](const auto &A, const auto &B) {
      return std::tuple(key(A.first), A.second) < std::tuple(key(B.first), B.second);
    });
    return Found;
  }

  /// The object that \p S awaits or asks, or null.
  static const Expr *testedBy(const Stmt &S, const ASTContext &Context) {
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S))
      return Await->getOperand();
    const auto *Test = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Test ? Test->getMethodDecl() : nullptr;
    if (!Method || !Method->getDeclName().isIdentifier())
      return nullptr;
    const bool Asks = Method->getReturnType()->isBooleanType() && Method->getNumParams() == 0 &&
                      Method->getName() != "valid" && Method->getName() != "joinable";
    const bool Polls = Test->getNumArgs() == 1 && isZeroTime(Test->getArg(0), Context);
    return Asks || Polls ? Test->getImplicitObjectArgument() : nullptr;
  }
};

/// Whether the function \p In tests whether the object that \p Call waits for is ready, or has awaited it.
bool isTestedBefore(const CallExpr &Call, const FunctionDecl &In, TranslationUnit &Unit) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  const AccessPath Object = OnObject ? accessPath(OnObject->getImplicitObjectArgument()) : AccessPath();
  if (!Object)
    return false;
  const auto &Tests = Unit.get<ReadinessTests>(&In);
  const auto First = llvm::partition_point(
      Tests, [&](const auto &Known) { return ReadinessTests::key(Known.first) < ReadinessTests::key(Object); });
  const auto Here = indexOf(In, Unit).numberOf(Call);
  return First != Tests.end() && First->first == Object && (!Here || First->second < *Here);
}

/// The body of \p Method; of a template in an instance of a class template, the one that was written.
const Stmt *writtenBodyOf(const CXXMethodDecl &Method) {
  const Stmt *Body = bodyOf(Method);
  const FunctionTemplateDecl *Template = Method.getDescribedFunctionTemplate();
  while (!Body && Template && (Template = Template->getInstantiatedFromMemberTemplate()))
    Body = bodyOf(*Template->getTemplatedDecl());
  return Body;
}

/// Whether \p Class, an awaiter, gives itself away where it suspends: `start(this)`. Then the receiver completes it,
/// and resumes the coroutine when that is done. So does a class derived from \p Class, which suspends in its place.
bool isCompletedByOthers(const CXXRecordDecl &Class) {
  const auto Suspend = methodsNamed(&Class, "await_suspend");
  const auto Ready = methodsNamed(&Class, "await_ready");
  if (llvm::any_of(Ready, [](const CXXMethodDecl *Method) { return constantBoolReturn(*Method) == true; }))
    return false; // it never suspends
  bool Gives = Suspend.empty();
  llvm::DenseSet<const Expr *> Objects;
  for (const CXXMethodDecl *Method : Suspend)
    forEachEvaluated(writtenBodyOf(*Method), [&](const Stmt &S) { // parents come first
      if (const auto *Member = dyn_cast<MemberExpr>(&S))
        Objects.insert(Member->getBase()->IgnoreParenImpCasts());
      else if (const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(&S);
               Dependent && !Dependent->isImplicitAccess())
        Objects.insert(Dependent->getBase()->IgnoreParenImpCasts());
      else if (const auto *This = dyn_cast<CXXThisExpr>(&S))
        Gives |= !Objects.contains(This);
    });
  return Gives;
}

/// Whether \p E names a part of the awaiter with the function \p Resume that is ready when this is called: its other
/// functions use it, or what completes the awaiter fills it.
bool isReadyPart(const Expr &E, const CXXMethodDecl &Resume) {
  const AccessPath Object = accessPath(withoutMoves(&E));
  if (Object.From != AccessPath::Root::This || Object.Steps.empty())
    return false;
  bool Used = false;
  for (llvm::StringRef Name : {"await_ready", "await_suspend"})
    for (const CXXMethodDecl *Method : methodsNamed(Resume.getParent(), Name))
      forEachEvaluated(bodyOf(*Method), [&](const Stmt &S) {
        const auto *Member = dyn_cast<MemberExpr>(&S);
        Used |= Member && accessPath(Member) == Object;
      });
  return Used || isCompletedByOthers(*Resume.getParent());
}

const CXXMethodDecl *asResume(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return simpleNameOf(Method) == "await_resume" ? Method : nullptr;
}

/// Whether \p In is the `await_resume` of an awaiter, and \p Call is on a part of it that is ready by then, so that
/// nothing is waited for.
bool isReadyInResume(const CallExpr &Call, const FunctionDecl &In) {
  const CXXMethodDecl *Resume = asResume(In);
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  return Resume && OnObject && isReadyPart(*OnObject->getImplicitObjectArgument(), *Resume);
}

/// The same for a function of the user, called at \p Site, that waits for its object or for what it is given:
/// `get_all(futures_)`.
bool waitsForReadyInResume(const CallSite &Site, const FunctionDecl &In, TranslationUnit &Unit) {
  const CXXMethodDecl *Resume = asResume(In);
  const auto *Call = dyn_cast<CallExpr>(Site.At);
  if (!Resume || !Call || Call->getDirectCallee() != Site.Callee || !waitsWhenCalled(*Site.Callee, Unit))
    return false;
  if (isa<CXXMemberCallExpr>(Call))
    return isReadyInResume(*Call, In);
  return Call->getNumArgs() > 0 && llvm::all_of(Call->arguments(), [&](const Expr *Argument) {
           return !recordOf(Argument->getType()) || isReadyPart(*Argument, *Resume);
         });
}

/// `for (; flag.exchange(true); ++tries) if (tries > 1000) sleep_for(...);`: \p Call is how a spin lock backs off when
/// it has failed many times. Taking a lock does not count.
bool backsOff(const CallExpr &Call, const FunctionDecl &In, TranslationUnit &Unit) {
  const auto Tries = [](const Expr *Condition) {
    bool Found = false;
    forEachEvaluated(Condition, [&](const Stmt &S) {
      const auto *Method = dyn_cast<CXXMemberCallExpr>(&S);
      const CXXMethodDecl *Callee = Method ? Method->getMethodDecl() : nullptr;
      const llvm::StringRef Name = Callee && Callee->getDeclName().isIdentifier() ? Callee->getName() : "";
      Found |=
          Name == "exchange" || Name == "test_and_set" || Name.starts_with("compare_exchange_") || Name == "try_lock";
    });
    return Found;
  };
  const Parents &Up = indexOf(In, Unit).parents();
  for (const Stmt *Child = &Call, *Above = Up.of(Call); Above; Child = Above, Above = Up.of(*Above)) {
    if (const auto *While = dyn_cast<WhileStmt>(Above); While && While->getBody() == Child && Tries(While->getCond()))
      return true;
    if (const auto *For = dyn_cast<ForStmt>(Above); For && For->getBody() == Child && Tries(For->getCond()))
      return true;
  }
  return false;
}

/// True for a coroutine that neither awaits nor returns a value: one that only runs the event loop, as a child of
/// `when_all`.
struct IsLoopsOwnCoroutine : Analysis<const FunctionDecl *, bool> {
  static bool run(const FunctionDecl *F, TranslationUnit &Unit) {
    bool DoesMore = false;
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      const auto *Return = dyn_cast<CoreturnStmt>(&S);
      const Expr *Given = Return ? Return->getOperand() : nullptr;
      const bool Constant = !Given || (Given->IgnoreParenImpCasts()->getType()->isIntegralOrEnumerationType() &&
                                       Given->isIntegerConstantExpr(Unit.context()));
      DoesMore |= isa<CoroutineSuspendExpr>(S) || !Constant;
    });
    return isCoroutine(*F) && !DoesMore;
  }
};

/// The locals that a function returns and makes in the place of its result.
struct ReturnedInPlace : Analysis<const FunctionDecl *, llvm::DenseSet<const VarDecl *>> {
  static Result run(const FunctionDecl *F, TranslationUnit &) {
    Result Found;
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Return->getNRVOCandidate())
        Found.insert(Return->getNRVOCandidate());
    });
    return Found;
  }
};

/// The values that a function discards.
struct DiscardedValues : Analysis<const FunctionDecl *, llvm::DenseSet<const Expr *>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result Found;
    for (const Discard &One : discardsIn(*F, Unit))
      Found.insert(One.Value);
    return Found;
  }
};

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
  if (!Reason.Given.empty()) {
    const CXXRecordDecl *First = Callee.param_empty() ? nullptr : recordOf(Callee.getParamDecl(0)->getType());
    if (!First || qualifiedName(*First) != Reason.Given)
      return false;
  }
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
static bool isGivenUp(const VarDecl &Local, const FunctionDecl &In, TranslationUnit &Unit) {
  static constexpr llvm::StringLiteral Ends[] = {"join", "detach", "release", "reset", "wait"};
  const FunctionIndex &Index = indexOf(In, Unit);
  return Index.isMoved(Local) || Unit.get<ReturnedInPlace>(&In).contains(&Local) ||
         llvm::any_of(Index.callsOn(Local), [](const CXXMemberCallExpr *Call) {
           const CXXMethodDecl *Method = Call->getMethodDecl();
           return Method && Method->getDeclName().isIdentifier() && llvm::is_contained(Ends, Method->getName());
         });
}

/// Whether \p In calls the function of \p Local by which its destructor waits.
static bool isWaitedFor(const VarDecl &Local, const FunctionDecl &In, TranslationUnit &Unit) {
  return llvm::any_of(indexOf(In, Unit).callsOn(Local), [&](const CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && isWaitOfDestructor(*Method, Local.getType(), Unit);
  });
}

/// Whether the result of \p Call is destroyed in \p In: it is discarded, or kept in a local that is never used.
static bool resultEndsIn(const FunctionDecl &In, const CallExpr &Call, TranslationUnit &Unit) {
  if (Unit.get<DiscardedValues>(&In).contains(&Call))
    return true;
  const FunctionIndex &Index = indexOf(In, Unit);
  const VarDecl *Local = Index.localMadeOf(Call);
  return Local && Index.namesOf(*Local).empty(); // captures of lambdas are among them
}

/// A global name in a built-in model is that of a function of C: `poll` of a program's own is something else. The user
/// knows which functions the program has, so a name in the user's file is that of any.
static const models::Entry *modelOf(const FunctionDecl &F, Means Does, const models::ModelSet &Models) {
  const std::string Name = qualifiedName(F);
  const models::Entry *Said = Models.find(Name, Does);
  return Said && (llvm::StringRef(Name).contains("::") || F.isExternC() || !Said->IsBuiltIn) ? Said : nullptr;
}

/// Whether a model says that the member function called by \p Call returns at once for objects of this class.
static bool returnsAtOnce(const Stmt &Call, const models::ModelSet &Models) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  const CXXMethodDecl *Method = OnObject ? OnObject->getMethodDecl() : nullptr;
  const CXXRecordDecl *Class =
      Method ? recordOf(OnObject->getImplicitObjectArgument()->IgnoreParenImpCasts()->getType()) : nullptr;
  return Class && Models.is(qualifiedName(*Class) + "::" + Method->getNameAsString(), Means::ReturnsAtOnce);
}

/// Whether a model says of the class of \p Method that one of its functions waits for work: then so does \p Method.
static bool waitsByModel(const CXXMethodDecl &Method, const models::ModelSet &Models) {
  return llvm::any_of(Method.getParent()->methods(), [&](const CXXMethodDecl *Other) {
    return Other->getDeclName().isIdentifier() && modelOf(*Other, Means::WaitsForWork, Models);
  });
}

/// Whether \p Call waits because there is another call for the same that can be awaited.
static std::optional<BlockingCall> blocksByTwin(const CXXMemberCallExpr &Call, const FunctionDecl &In,
                                                TranslationUnit &Unit) {
  const auto Twin = asynchronousTwin(Call, Unit);
  if (!Twin || modelOf(*Call.getMethodDecl(), Means::MayBlock, Unit.models()) || isTestedBefore(Call, In, Unit) ||
      isReadyInResume(Call, In) || isGivenToLambda(Call) || isReadyByAwait(Call, In, Unit))
    return std::nullopt;
  BlockingCall Found{nullptr, Twin->IsAwaitOfObject};
  if (!Twin->IsAwaitOfObject || isGivenByCaller(Call) || !waitsByModel(*Call.getMethodDecl(), Unit.models()))
    Found.Assumes = summaries::Assumption::WaitsLikeTwin;
  Found.Instead = Twin->IsAwaitOfObject ? Twin->Name : "co_await of '" + Twin->Name + "'";
  return Found;
}

/// Whether \p Call waits for an object that can be awaited, and that an await has made ready.
static bool isAwaitedBefore(const CallExpr &Call, const FunctionDecl &In, TranslationUnit &Unit) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  return OnObject && Unit.workOf(OnObject->getImplicitObjectArgument()->getType()) &&
         isReadyByAwait(*OnObject, In, Unit);
}

static constexpr Means Blocking[] = {Means::Blocks, Means::WaitsForWork, Means::RunsEventLoop};

std::optional<BlockingCall> blockerCalled(const CallSite &Site, const FunctionDecl &In, TranslationUnit &Unit) {
  if (compat::isDeclaredNonBlocking(*Site.Callee))
    return std::nullopt; // a name in a model may be that of another function
  const models::ModelSet &Models = Unit.models();
  if (returnsAtOnce(*Site.At, Models))
    return std::nullopt;
  for (const Means Does : Blocking) {
    const models::Entry *Reason = modelOf(*Site.Callee, Does, Models);
    if (!Reason || (Does == Means::RunsEventLoop && Unit.get<IsLoopsOwnCoroutine>(&In)))
      continue;
    const auto *Call = dyn_cast<CallExpr>(Site.At);
    if (!isMeant(*Site.At, *Site.Callee, *Reason) || (Call && isTestedBefore(*Call, In, Unit)) ||
        (Site.Ends && isGivenUp(*Site.Ends, In, Unit)) ||
        (Call && (isReadyInResume(*Call, In) || isAwaitedBefore(*Call, In, Unit) || backsOff(*Call, In, Unit))))
      return std::nullopt;
    return BlockingCall{Reason, Does != Means::Blocks, Does == Means::RunsEventLoop};
  }
  if (const models::Entry *Reason = modelOf(*Site.Callee, Means::MayBlock, Models))
    if (const auto *Call = dyn_cast<CallExpr>(Site.At); Call && isOfOpenedFile(*Call, In, Models))
      return BlockingCall{Reason, false};
  const models::Entry *Joins = modelOf(*Site.Callee, Means::ResultJoins, Models);
  if (const auto *Call = dyn_cast<CallExpr>(Site.At); Call && Joins && resultEndsIn(In, *Call, Unit))
    return BlockingCall{Joins, false, false, /*EndsResult=*/true};
  if (compat::isDeclaredBlocking(*Site.Callee))
    return BlockingCall{nullptr, false};
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(Site.At);
  return OnObject && OnObject->getMethodDecl() == Site.Callee ? blocksByTwin(*OnObject, In, Unit) : std::nullopt;
}

bool mayBlockUnseen(const CallSite &Site, const FunctionDecl &In, TranslationUnit &Unit) {
  const models::ModelSet &Models = Unit.models();
  const SourceManager &Sources = Unit.context().getSourceManager();
  if ((Site.Ends && (isWaitedFor(*Site.Ends, In, Unit) || isJoinedByAwait(*Site.Ends, In, Unit))) ||
      waitsForReadyInResume(Site, In, Unit))
    return true;
  if (compat::isDeclaredNonBlocking(*Site.Callee) ||
      llvm::any_of(Blocking, [&](Means Does) { return modelOf(*Site.Callee, Does, Models); }))
    return true;
  const SourceLocation At = Site.At->getBeginLoc();
  return At.isMacroID() && Sources.getFileID(Sources.getSpellingLoc(At)) != Sources.getFileID(Sources.getFileLoc(At));
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
