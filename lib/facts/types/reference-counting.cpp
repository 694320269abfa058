#include "facts/types/reference-counting.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <string>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// An instance of a template for the class, for a base or for a derived class of it.
bool isMadeFor(const CXXRecordDecl &Pointer, const CXXRecordDecl &Class) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Pointer);
  if (!Special || Special->getTemplateArgs().size() == 0 ||
      Special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *Target = recordOf(Special->getTemplateArgs()[0].getAsType());
  if (!Target || !Target->hasDefinition() || !Class.hasDefinition())
    return false;
  const CXXRecordDecl *One = Target->getCanonicalDecl(), *Other = Class.getCanonicalDecl();
  return One == Other || Class.isDerivedFrom(Target) || Target->isDerivedFrom(&Class);
}

bool hasArrow(const CXXRecordDecl &Pointer) { return hasOperator(Pointer, OO_Arrow); }

/// std::shared_ptr<Class>, an intrusive pointer to it or to a base or a derived class of it.
bool pointsTo(const CXXRecordDecl &Pointer, const CXXRecordDecl &Class) {
  return hasArrow(Pointer) && isMadeFor(Pointer, Class);
}

/// A class that can be asked for an object which may be gone: std::weak_ptr and its kind.
bool isWeak(const CXXRecordDecl &Pointer) {
  return !methodsNamed(&Pointer, "lock").empty() || !methodsNamed(&Pointer, "expired").empty();
}

/// What the operation of a counted object does, by its name: addRef, AddRef and add_ref are one.
enum class Counting : unsigned char { Nothing, Takes, GivesBack };

Counting countingOf(llvm::StringRef Name) {
  std::string Letters;
  for (const char C : Name)
    if (C != '_')
      Letters += llvm::toLower(C);
  for (llvm::StringRef Takes : {"addref", "retain", "ref", "incref", "incrementrefcount", "addreference"})
    if (Letters == Takes)
      return Counting::Takes;
  for (llvm::StringRef Back :
       {"release", "unref", "deref", "decref", "releaseref", "decrementrefcount", "releasereference"})
    if (Letters == Back)
      return Counting::GivesBack;
  return Counting::Nothing;
}

/// `friend void intrusive_ptr_add_ref(Class *);`, or the same beside the class.
bool isCountedByFreeFunctions(const CXXRecordDecl &Class) {
  auto Counts = [&](const NamedDecl *Declared) {
    const auto *F = Declared ? Declared->getAsFunction() : nullptr;
    if (!F || !F->getDeclName().isIdentifier() || F->getName() != "intrusive_ptr_add_ref" || F->getNumParams() != 1)
      return false;
    const CXXRecordDecl *Of = recordOf(F->getParamDecl(0)->getType()->getPointeeType());
    return Of && Of->getCanonicalDecl() == Class.getCanonicalDecl();
  };
  if (Class.hasFriends())
    for (const FriendDecl *Friend : Class.friends())
      if (Counts(Friend->getFriendDecl()))
        return true;
  const DeclContext *Around = Class.getEnclosingNamespaceContext();
  const IdentifierInfo &Name = Class.getASTContext().Idents.get("intrusive_ptr_add_ref");
  return llvm::any_of(Around->lookup(&Name), Counts);
}

/// A flag that lies outside of the object: `std::shared_ptr<bool>`.
bool isSharedFlag(QualType T) {
  const QualType Pointee = isSharedPointer(T) ? typeArgumentOf(T) : QualType();
  return !Pointee.isNull() &&
         (Pointee->isScalarType() || Pointee->isVoidType() ||
          (recordOf(Pointee) && typeArgumentOf(Pointee).getTypePtrOrNull() && typeArgumentOf(Pointee)->isScalarType()));
}

bool awaits(const Stmt &S) {
  bool Awaits = false;
  forEachEvaluated(&S, [&](const Stmt &At) { Awaits |= isa<CoroutineSuspendExpr>(At); });
  return Awaits;
}

/// The member of `this` that \p Init is made of: by a call of it, or by passing it to a constructor.
const FieldDecl *memberBehind(const Expr &Init) {
  const FieldDecl *Found = nullptr;
  forEachEvaluated(&Init, [&](const Stmt &S) {
    const auto *Member = dyn_cast<MemberExpr>(&S);
    if (Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
      if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
        Found = Field;
  });
  return Found;
}

/// Whether \p V is a reference to an object of \p Class that can be asked for it.
bool refersTo(const VarDecl &V, const CXXRecordDecl &Class) {
  const CXXRecordDecl *Own = V.getType()->isReferenceType() ? nullptr : recordOf(V.getType());
  return Own && !V.getType()->isPointerType() && isMadeFor(*Own, Class) &&
         (hasArrow(*Own) || isWeak(*Own) || !methodsNamed(Own, "get").empty());
}

/// Whether the local \p V, which a part of `this` gave, tells or holds up the end of the object.
bool isGuardOfObject(const VarDecl &V) {
  const CXXRecordDecl *Record = V.getType()->isReferenceType() ? nullptr : readable(recordOf(V.getType()));
  const Expr *Init = V.getInit();
  const FieldDecl *Of = Record && Init ? memberBehind(*Init) : nullptr;
  if (!Of || awaits(*Init))
    return false;
  if (isSharedFlag(V.getType()) || isWeak(*Record))
    return true;
  const CXXDestructorDecl *Destructor = writtenDestructor(*Record);
  if (!Destructor || !Destructor->isUserProvided() || isSmartPointer(V.getType()))
    return false;
  const CXXRecordDecl *Gate = readable(recordOf(Of->getType()));
  const auto *Outer = dyn_cast<CXXRecordDecl>(Record->getDeclContext());
  const bool IsPart = Outer && Gate && Outer->getCanonicalDecl() == Gate->getCanonicalDecl();
  return IsPart || !isCopyable(*Record);
}

bool watches(const VarDecl &V, const CXXRecordDecl &Class) { return refersTo(V, Class) || isGuardOfObject(V); }

} // namespace

bool countsReferences(const CXXRecordDecl &Record) {
  bool Takes = false, GivesBack = false;
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    for (const CXXMethodDecl *Method : Class.methods())
      if (Method->getDeclName().isIdentifier() && Method->getNumParams() == 0 && !Method->isStatic()) {
        const Counting Is = countingOf(Method->getName());
        Takes |= Is == Counting::Takes;
        GivesBack |= Is == Counting::GivesBack;
      }
    return (Takes && GivesBack) || isCountedByFreeFunctions(Class);
  });
}

bool watchesObject(const FunctionDecl &F, const CXXRecordDecl &Class) {
  if (keepsReference(F, Class))
    return true;
  bool Watches = false;
  for (const ParmVarDecl *Parameter : F.parameters())
    Watches |= watches(*Parameter, Class);
  if (isLambda(F))
    for (const LambdaCapture &Capture : cast<CXXMethodDecl>(F).getParent()->captures())
      if (const auto *V = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr)
        Watches |= Capture.getCaptureKind() == LCK_ByCopy && watches(*V, Class);
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) { Watches |= watches(V, Class); });
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    Watches |= Method && Method->getDeclName().isIdentifier() && countingOf(Method->getName()) == Counting::Takes &&
               isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
  });
  return Watches;
}

bool holdsGuard(const FunctionDecl &F) {
  bool Holds = false;
  forEachEvaluated(writtenBody(F),
                   [&](const Stmt &S) { forEachDeclared(S, [&](const VarDecl &V) { Holds |= isGuardOfObject(V); }); });
  return Holds;
}

bool keepsLocalReference(const FunctionDecl &F, const CXXRecordDecl &Class) {
  auto Holds = [&](const VarDecl &V) {
    const CXXRecordDecl *Record = V.getType()->isReferenceType() ? nullptr : recordOf(V.getType());
    return Record && !V.getType()->isPointerType() && pointsTo(*Record, Class);
  };
  bool Keeps = llvm::any_of(F.parameters(), [&](const ParmVarDecl *Parameter) { return Holds(*Parameter); });
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) { Keeps |= V.hasLocalStorage() && Holds(V); });
  });
  return Keeps;
}

bool isReferenceCounted(const CXXRecordDecl &Record) {
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    if (Class.getCanonicalDecl() == Record.getCanonicalDecl())
      return false;
    return !methodsNamed(&Class, "shared_from_this").empty() || !methodsNamed(&Class, "intrusive_from_this").empty() ||
           !methodsNamed(&Class, "get_strong").empty();
  });
}

bool holdsReference(const Stmt &S, const CXXRecordDecl &Class) {
  bool Holds = false;
  auto Look = [&](auto &Self, const Stmt &At) -> void {
    if (const auto *E = dyn_cast<Expr>(&At)) {
      const CXXRecordDecl *Record = recordOf(E->getType());
      if (Record && !E->getType()->isPointerType() && pointsTo(*Record, Class))
        Holds = true;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&At))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable())
          if (const CXXRecordDecl *Record = recordOf(Capture.getCapturedVar()->getType());
              Record && pointsTo(*Record, Class))
            Holds = true;
    for (const Stmt *Child : At.children())
      if (Child && !Holds)
        Self(Self, *Child);
  };
  Look(Look, S);
  return Holds;
}

bool keepsReference(const FunctionDecl &F, const CXXRecordDecl &Class) {
  for (const ParmVarDecl *Parameter : F.parameters())
    if (const CXXRecordDecl *Record = recordOf(Parameter->getType());
        Record && !Parameter->getType()->isPointerType() && pointsTo(*Record, Class))
      return true;
  const Stmt *Body = writtenBody(F);
  return Body && holdsReference(*Body, Class);
}

} // namespace asynctidy::facts
