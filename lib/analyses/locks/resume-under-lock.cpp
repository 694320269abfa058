#include "analyses/locks/resume-under-lock.h"

#include "facts/aliases/shared-state.h"
#include "facts/calls/registrations.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/async-lock.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/promise.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

constexpr unsigned MaxDepth = 3; ///< of helpers

/// A handle of a coroutine, by its operations.
bool isHandle(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && llvm::all_of(llvm::ArrayRef<llvm::StringRef>{"resume", "destroy", "done", "address", "from_address"},
                                [&](llvm::StringRef Name) { return !methodsNamed(Record, Name).empty(); });
}

bool isAwaitFunction(const FunctionDecl &F) { return simpleNameOf(&F).starts_with("await_"); }

/// The `await_suspend`, or another function that is given a handle, which keeps handles in the member; or null.
struct StoresHandles : Analysis<const FieldDecl *, const FunctionDecl *> {
  static Result run(const FieldDecl *Member, TranslationUnit &Unit) {
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      const bool IsGiven = llvm::any_of(
          F->parameters(), [](const ParmVarDecl *P) { return isHandle(P->getType().getNonReferenceType()); });
      if (!IsGiven || F->isDependentContext())
        continue;
      bool Mentions = false;
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        const auto *Named = dyn_cast<MemberExpr>(&S);
        const auto *Field = Named ? dyn_cast<FieldDecl>(Named->getMemberDecl()) : nullptr;
        Mentions |= Field && Field->getCanonicalDecl() == Member;
      });
      if (Mentions)
        return F;
    }
    return nullptr;
  }
};

/// The innermost member that \p E names: that of the waiter in `waiter->handle`.
const FieldDecl *lastMember(const Expr *E) {
  const auto *Member = dyn_cast<MemberExpr>(valueIn(E));
  return Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
}

/// `[] { ... }`, also when it becomes a `std::function`.
bool isMadeOfClosure(const Expr *E) {
  bool Found = false;
  forEachEvaluated(E, [&](const Stmt &S) { Found |= isa<LambdaExpr>(S); });
  return Found;
}

class Search {
public:
  explicit Search(TranslationUnit &Unit) : Unit(Unit) {}

  /// The call of a helper, and the function that makes it.
  struct Caller {
    const CallExpr &Call;
    const FunctionDecl &In;
  };

  /// What \p Call, in \p In, leads to; \p OnThis: the object of In is that of the function that holds the lock; \p By
  /// calls In, if it is a helper.
  std::optional<ForeignCall> foreign(const CallExpr &Call, const FunctionDecl &In, bool OnThis, const ValueDecl &Lock,
                                     unsigned Depth, const Caller *By = nullptr) const {
    const CallParts Parts = partsOf(Call);
    if (Parts.Object && isHandle(Parts.Object->getType()))
      return resumption(Call, Parts, In, By);
    if (auto Found = OnThis ? callback(Call, Parts, In) : std::nullopt)
      return Found;
    if (auto Found = OnThis ? listener(Call, Parts, In) : std::nullopt)
      return Found;
    return Depth > 0 && Parts.Callee ? inHelper(Call, Parts, In, OnThis, Lock, Depth - 1) : std::nullopt;
  }

private:
  std::optional<ForeignCall> resumption(const CallExpr &Call, const CallParts &Parts, const FunctionDecl &In,
                                        const Caller *CalledBy) const {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
    const bool Resumes = simpleNameOf(Parts.Callee) == "resume" || (Operator && Operator->getOperator() == OO_Call);
    if (!Resumes)
      return std::nullopt;
    const Expr *Given = CalledBy ? argumentFor(Parts.Object, In, CalledBy->Call) : nullptr;
    for (const FieldDecl *Member : {memberBehind(Parts.Object, In), lastMember(Parts.Object),
                                    Given ? memberBehind(Given, CalledBy->In) : nullptr})
      if (const FunctionDecl *By = Member ? Unit.get<StoresHandles>(Member->getCanonicalDecl()) : nullptr)
        return ForeignCall{ForeignCall::Kind::Resumption, &Call, Member, By, {}, {}};
    return std::nullopt;
  }

  /// What \p Call passes for the parameter of \p Helper that \p E names; or null.
  static const Expr *argumentFor(const Expr *E, const FunctionDecl &Helper, const CallExpr &Call) {
    const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(onlyNames(withoutMoves(E)));
    const CallParts Parts = partsOf(Call);
    const unsigned Index = Parameter ? Parameter->getFunctionScopeIndex() : 0;
    return Parameter && Parameter->getDeclContext() == &Helper && Index < Parts.Arguments.size()
               ? Parts.Arguments[Index]
               : nullptr;
  }

  /// One of the listeners in a member: an object behind an interface, whose class is not this one's business.
  std::optional<ForeignCall> listener(const CallExpr &Call, const CallParts &Parts, const FunctionDecl &In) const {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Parts.Callee);
    if (!Method || !Method->isVirtual() || !Parts.Object || isa<CXXThisExpr>(withoutTemporaries(Parts.Object)))
      return std::nullopt;
    const FieldDecl *Member = memberBehind(Parts.Object, In);
    if (!Member || !isContainer(Member->getType(), Unit.models()))
      return std::nullopt;
    auto Found = registered(*Member, Call);
    if (Found && !Found->By)
      return std::nullopt; // a public member
    if (Found)
      Found->Assumes |= Assumption::ComesBack;
    return Found;
  }

  /// A member that is called: a `std::function`, a delegate, an event, a pointer to a function.
  std::optional<ForeignCall> callback(const CallExpr &Call, const CallParts &Parts, const FunctionDecl &In) const {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
    const Expr *Called = Operator && Operator->getOperator() == OO_Call ? Call.getArg(0)
                         : !Parts.Callee                                ? Call.getCallee()
                                                                        : nullptr;
    if (!Called || isClosure(Called->getType()))
      return std::nullopt;
    const FieldDecl *Member = memberBehind(Called, In);
    return Member ? registered(*Member, Call) : std::nullopt;
  }

  /// What gives a value is asked for it, and hardly comes back; what is given a closure runs it later; what was given
  /// at construction belongs to the class.
  std::optional<ForeignCall> registered(const FieldDecl &Member, const CallExpr &Call) const {
    const auto By = registrationOf(Member, Unit);
    if (!By || !Call.getType()->isVoidType() || llvm::any_of(Call.arguments(), isMadeOfClosure)) // post_([] { ... })
      return std::nullopt;
    ForeignCall Found{ForeignCall::Kind::Callback, &Call, &Member, By->By, {}, {}};
    if (By->AtConstruction)
      Found.Assumes |= Assumption::ComesBack;
    return Found;
  }

  std::optional<ForeignCall> inHelper(const CallExpr &Call, const CallParts &Parts, const FunctionDecl &In, bool OnThis,
                                      const ValueDecl &Lock, unsigned Depth) const {
    const FunctionDecl *Helper = nullptr;
    const auto *Method = dyn_cast<CXXMethodDecl>(Parts.Callee);
    if (!Parts.Callee->hasBody(Helper) || !Unit.isUserCode(Helper->getLocation()) || Helper->isDependentContext() ||
        (Method && Method->isVirtual()) || unlocks(*Helper, Lock))
      return std::nullopt;
    if (isCoroutine(*Helper) && startOf(promiseOfCoroutine(*Helper)) != Start::Eager)
      return std::nullopt;
    const bool StaysOnThis = OnThis && Parts.Object && isa<CXXThisExpr>(withoutTemporaries(Parts.Object));
    const FieldDecl *Through = OnThis && Parts.Object && !StaysOnThis ? memberBehind(Parts.Object, In) : nullptr;
    std::optional<ForeignCall> Found;
    bool Suspended = false;
    forEachEvaluated(writtenBody(*Helper), [&](const Stmt &S) {
      Suspended |= isa<CoroutineSuspendExpr>(S);
      const auto *Inner = dyn_cast<CallExpr>(&S);
      if (!Inner || Found || Suspended)
        return;
      const Caller By{Call, In};
      Found = foreign(*Inner, *Helper, StaysOnThis || Through, Lock, Depth, &By);
    });
    // What an event of the class calls is foreign if others can reach the event.
    if (Found && Through && Found->What == ForeignCall::Kind::Callback) {
      const auto By = registrationOf(*Through, Unit);
      if (!By)
        return std::nullopt;
      Found->By = By->By ? By->By : Found->By;
    }
    if (Found)
      Found->Through.insert(Found->Through.begin(), &Call);
    return Found;
  }

  /// Whether \p F gives \p Lock back, at least for a time.
  static bool unlocks(const FunctionDecl &F, const ValueDecl &Lock) {
    bool Found = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
      Found |= Call && lockWordsIn(simpleNameOf(Call->getMethodDecl())).GivesBack &&
               innermostOf(accessPath(Call->getImplicitObjectArgument())).first == &Lock;
    });
    return Found;
  }

  TranslationUnit &Unit;
};

/// Whether \p Call is given \p Guard, so that the callee may unlock.
bool isLent(const VarDecl *Guard, const CallExpr &Call) {
  return Guard && llvm::any_of(Call.arguments(), [&](const Expr *A) { return onlyNames(withoutMoves(A)) == Guard; });
}

/// Another function that waits for \p Held, rather one than \p Registers, and that code outside of the class of \p F
/// can call; a coroutine that is resumed calls the await functions as well.
const FunctionDecl *takesAgain(const HeldLock &Held, const FunctionDecl &F, bool ByCoroutine, TranslationUnit &Unit,
                               const FunctionDecl *Registers, const Stmt *&At) {
  const ValueDecl *Lock = innermostOf(Held.Lock.Path).first;
  const auto *Class = cast<CXXMethodDecl>(F).getParent()->getCanonicalDecl();
  const FunctionDecl *Again = nullptr;
  for (const FunctionDecl *Other : Unit.userCode().Functions) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Other);
    if (!Method || Other == &F || isa<CXXConstructorDecl>(Other) || isa<CXXDestructorDecl>(Other))
      continue;
    const bool IsPublic = Method->getAccess() == AS_public && Method->getParent()->getCanonicalDecl() == Class;
    if (!IsPublic && !(ByCoroutine && isAwaitFunction(*Other)))
      continue;
    for (const LockEvent &Event : lockEventsIn(*Other, Unit))
      if (Event.What == LockEvent::Happening::Acquires && !Event.OnlyTries &&
          innermostOf(Event.Lock.Path).first == Lock && !(Event.Lock.Shared && Held.Lock.Shared)) {
        if (!Again || Again == Registers) {
          Again = Other;
          At = Event.At;
        }
        if (Again != Registers)
          return Again;
      }
  }
  return Again;
}

} // namespace

std::vector<ResumeUnderLock> resumeUnderLockIn(const FunctionDecl &F, TranslationUnit &Unit) {
  std::vector<ResumeUnderLock> Found;
  if (!isa<CXXMethodDecl>(F) || isa<CXXConstructorDecl>(F) || isa<CXXDestructorDecl>(F) || isLambda(F))
    return Found;
  for (const LockEvent &Event : lockEventsIn(F, Unit)) {
    const auto *Call = Event.What == LockEvent::Happening::Calls ? dyn_cast<CallExpr>(Event.At) : nullptr;
    if (!Call)
      continue;
    for (const HeldLock &Held : Event.Held) {
      const ValueDecl *Lock = innermostOf(Held.Lock.Path).first;
      if (Held.Lock.Kind != LockKind::Thread || Held.Lock.Recursive || !Held.OnEveryPath || !Lock ||
          Held.Lock.Path.From != AccessPath::Root::This || isLent(Held.Guard, *Call))
        continue;
      auto Calls = Search(Unit).foreign(*Call, F, /*OnThis=*/true, *Lock, MaxDepth);
      if (!Calls)
        continue;
      const bool ByCoroutine = Calls->What == ForeignCall::Kind::Resumption;
      const Stmt *AgainAt = nullptr;
      const FunctionDecl *Again = takesAgain(Held, F, ByCoroutine, Unit, ByCoroutine ? nullptr : Calls->By, AgainAt);
      if (!Again)
        continue;
      if (!ByCoroutine && Again == Calls->By)
        Calls->Assumes |= Assumption::ComesBack; // few callbacks register others
      Found.push_back({Call, Held, *Calls, Again, AgainAt});
    }
  }
  return Found;
}

} // namespace asynctidy::analyses
