#include "facts/types/work.h"

#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/ended-work.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// The object of a member call in a destructor.
enum class Callee : unsigned char { Own, OfOther, OfLocal };

Callee calleeOn(const Expr *Base) {
  if (!Base)
    return Callee::Own;
  Base = Base->IgnoreParenImpCasts();
  if (isa<CXXThisExpr>(Base))
    return Callee::Own;
  const auto *Name = dyn_cast<DeclRefExpr>(Base);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  const bool IsObject = V && !V->getType()->isReferenceType() && !V->getType()->isPointerType();
  return IsObject && V->hasLocalStorage() && !isa<ParmVarDecl>(V) ? Callee::OfLocal : Callee::OfOther;
}

/// Calls \p Visit for the member calls in a destructor.
void forEachMemberCall(const Stmt *S, llvm::function_ref<void(llvm::StringRef Name, Callee On)> Visit) {
  if (!S)
    return;
  if (const auto *Member = dyn_cast<MemberExpr>(S); Member && isa<CXXMethodDecl>(Member->getMemberDecl())) {
    if (Member->getMemberDecl()->getDeclName().isIdentifier())
      Visit(Member->getMemberDecl()->getName(), calleeOn(Member->getBase()));
  } else if (const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(S)) {
    if (Dependent->getMember().isIdentifier())
      Visit(Dependent->getMember().getAsIdentifierInfo()->getName(),
            calleeOn(Dependent->isImplicitAccess() ? nullptr : Dependent->getBase()));
  }
  for (const Stmt *Child : S->children())
    forEachMemberCall(Child, Visit);
}

/// A class that cannot be moved and can be locked is a lock, whatever its destructor does: a guard is constructed from
/// a lock, or can be moved.
bool isLockItself(const CXXRecordDecl &Record) {
  return !isMovable(Record) && (Record.hasDefaultConstructor() || !methodsNamed(&Record, "lock").empty() ||
                                !methodsNamed(&Record, "try_lock").empty());
}

const CXXDestructorDecl *userDestructor(const CXXRecordDecl *Record) {
  Record = readable(Record);
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  return Destructor && Destructor->isUserProvided() ? Destructor : nullptr;
}

/// A sender by its own declaration: a nested `sender_concept`, as P2300 requires.
bool isSender(const CXXRecordDecl *Record) { return hasMemberType(Record, "sender_concept"); }

/// Whether a constructor resumes a coroutine, so that awaiting the object only waits for what has begun.
bool resumesWhenMade(const CXXRecordDecl &Record) {
  return visitWithBases(&Record, [](const CXXRecordDecl &Class) {
    bool Resumes = false;
    for (const CXXConstructorDecl *Constructor : Class.ctors())
      forEachMemberCall(bodyOf(*Constructor), [&](llvm::StringRef Name, Callee) { Resumes |= Name == "resume"; });
    return Resumes;
  });
}

bool areOneClass(const CXXRecordDecl &A, const CXXRecordDecl &B) {
  return A.getCanonicalDecl() == B.getCanonicalDecl() || (templateOf(&A) && templateOf(&A) == templateOf(&B));
}

/// Whether coroutines with \p Promise return a \p Record. Its other user may be a handle of work that has begun, which
/// a task gives when it is started.
bool isReturned(const CXXRecordDecl &Record, const CXXRecordDecl &Promise) {
  const auto Makers = methodsNamed(&Promise, "get_return_object");
  const CXXRecordDecl *Made = Makers.empty() ? nullptr : recordOf(returnTypeOf(*Makers.front()));
  const CXXRecordDecl *OfMade = Made ? memberClass(Made, "promise_type") : nullptr;
  return !OfMade || !areOneClass(*OfMade, Promise) ||
         visitWithBases(&Record, [&](const CXXRecordDecl &Class) { return areOneClass(Class, *Made); });
}

} // namespace

bool isModelled(QualType T, Means Is, const models::ModelSet &Models) {
  const TagDecl *Tag = recordOf(T);
  if (!Tag && !T.isNull())
    Tag = T.getNonReferenceType()->getAsTagDecl(); // std::errc is an enumeration
  return Tag && Models.is(qualifiedName(*Tag), Is);
}

Work workOf(QualType T, const models::ModelSet &Models) {
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || isModelled(T, Means::NotWork, Models))
    return {};
  if (isModelled(T, Means::LazyWork, Models))
    return {WorkKind::Awaitable, Start::Lazy, FrameOwner::Unknown};
  if (isModelled(T, Means::EagerWork, Models))
    return {WorkKind::Awaitable, Start::Eager, FrameOwner::Leaves};

  const Awaitable How = awaitableForm(T);
  const bool OwnAwaitable = How && How.Form != AwaitForm::ForeignOperator;
  const CXXRecordDecl *Promise = promiseOf(T);
  // The promise is in another file. What its destructor leaves alone is a detached coroutine, by design.
  if (!readable(Promise) && isDeclaredCoroutineType(T) && (OwnAwaitable || frameOwner(T) != FrameOwner::Leaves))
    return {WorkKind::Task, Start::Unknown, frameOwner(T)};
  if (Promise) {
    Work Found{WorkKind::Task, isReturned(*Record, *Promise) ? startOf(Promise) : Start::Unknown, frameOwner(T)};
    if (OwnAwaitable) {
      if (Found.Begins == Start::Eager && (neverResumes(T) || suspends(T) == Suspends::Never))
        return {}; // an optional, a result: it is complete when the call returns
      Found.Yields = yieldsValues(Promise);
      return Found;
    }
    if (Found.Owner != FrameOwner::Owns)
      return {}; // a detached coroutine, by design
    if (yieldsValues(Promise))
      Found.Kind = WorkKind::Generator;
    return Found;
  }
  if (isSender(Record))
    return {WorkKind::Awaitable, Start::Lazy, FrameOwner::Unknown};
  if (!OwnAwaitable)
    return {};
  if (suspends(T) == Suspends::Never || resumesWhenMade(*Record))
    return {}; // discarding it loses nothing
  return {WorkKind::Awaitable, Start::Unknown, FrameOwner::Unknown};
}

bool destructorCalls(QualType T, llvm::StringRef Name) {
  const CXXDestructorDecl *Destructor = userDestructor(recordOf(T));
  bool Calls = false;
  if (Destructor)
    forEachMemberCall(bodyOf(*Destructor), [&](llvm::StringRef Called, Callee) { Calls |= Called == Name; });
  return Calls;
}

bool joinsInDestructor(QualType T, const models::ModelSet &Models) {
  if (isModelled(T, Means::Joins, Models))
    return true;
  return destructorCalls(T, "join") || destructorCalls(T, "wait") || destructorEndsWork(T, Models);
}

bool isGuard(QualType T, const models::ModelSet &Models) {
  if (T.isNull() || T->isReferenceType() || T->isPointerType())
    return false;
  if (isModelled(T, Means::Guard, Models))
    return true;
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return false;
  if (Record->hasAttr<ScopedLockableAttr>())
    return true;
  const CXXDestructorDecl *Destructor = userDestructor(Record);
  if (!Destructor)
    return false;
  // `unlock` is the name in the Lockable requirements. A destructor that is not visible counts if the class has it,
  // too.
  bool Unlocks = !methodsNamed(Record, "unlock").empty() && !isLockItself(*Record);
  const bool Copyable = isCopyable(*Record);
  auto GivesBack = [](llvm::StringRef Name, Callee On) {
    return (On != Callee::OfLocal && (Name == "unlock" || Name == "unlock_shared")) ||
           (Name == "release" && On == Callee::OfOther);
  };
  const SourceManager &Sources = Record->getASTContext().getSourceManager();
  bool UnlocksOther = false;
  forEachMemberCall(bodyOf(*Destructor), [&](llvm::StringRef Name, Callee On) {
    Unlocks |= GivesBack(Name, On);
    UnlocksOther |= On == Callee::OfOther && (Name == "unlock" || Name == "unlock_shared");
    if (Unlocks || On != Callee::Own)
      return;
    // Or through its own member function, as in `~permits() { return_all(); }`. Bodies in system headers may not have
    // been parsed.
    for (const CXXMethodDecl *Helper : methodsNamed(Record, Name))
      if (!Sources.isInSystemHeader(Helper->getLocation()))
        forEachMemberCall(bodyOf(*Helper), [&](llvm::StringRef Name, Callee On) { Unlocks |= GivesBack(Name, On); });
  });
  // A copyable handle that releases something is a reference count, not a guard.
  return UnlocksOther ? !destructorCalls(T, "lock") : Unlocks && !Copyable;
}

bool awaitsGuard(QualType T, const models::ModelSet &Models) {
  return awaitableForm(T) && isGuard(awaitResult(T), Models);
}

bool isErrorOutcome(QualType T, const models::ModelSet &Models) { return isModelled(T, Means::ErrorOutcome, Models); }

llvm::StringRef consequenceOfDropping(const Work &Dropped) {
  if (Dropped.isLazy())
    return "so it never runs";
  if (Dropped.Begins == Start::Eager)
    return Dropped.Owner == FrameOwner::Owns ? "so its coroutine is destroyed unfinished at its first suspension"
                                             : "so its exceptions are lost";
  return "so the code goes on without it";
}

} // namespace asynctidy::facts
