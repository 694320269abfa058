#include "facts/aliases/shared-state.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Root = AccessPath::Root;

/// False when a value of type \p T only refers to an object with another owner.
bool ownsWhatItNames(QualType T) {
  if (T->isReferenceType() || T->isPointerType())
    return false;
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record || methodsNamed(Record, "get").empty())
    return true;
  return !isSharedPointer(T) && !isView(T); // std::reference_wrapper is a view
}

/// True when the object that a \p T refers to cannot be changed through it.
bool leadsToConst(QualType T) {
  if (T->isReferenceType() || T->isPointerType())
    return T->getPointeeType().isConstQualified();
  if (const CXXRecordDecl *Record = readable(recordOf(T)); Record && !methodsNamed(Record, "get").empty())
    if (const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Record); Instance && isOwningPointer(T)) {
      const TemplateArgument &First = Instance->getTemplateArgs().get(0);
      return First.getKind() == TemplateArgument::Type && First.getAsType().isConstQualified();
    }
  return T.isConstQualified();
}

/// True for what the object of a member function owns: no other object leads to it.
bool isPartOfThis(const SharedObject &Object) {
  const AccessPath &Path = Object.Path;
  if (Path.From != Root::This || Path.Steps.empty())
    return false;
  auto Owns = [](AccessPath::Step Next) { return Next && ownsWhatItNames(Next->getType()); };
  const AccessPath::Step Last = Path.Steps.back();
  const bool IsItself = Last && Last->getASTContext().hasSameUnqualifiedType(Last->getType(), Object.Type);
  return llvm::all_of(llvm::drop_end(Path.Steps), Owns) && (IsItself || Owns(Last));
}

bool isCopyOfThis(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && Method->getParent()->isLambda() &&
         llvm::any_of(Method->getParent()->captures(),
                      [](const LambdaCapture &Capture) { return Capture.getCaptureKind() == LCK_StarThis; });
}

/// How a function accesses the root of a path.
struct Base {
  bool Owned;    ///< by its frame or closure
  bool ReadOnly; ///< the function may only read it
  bool Captured; ///< by reference
};

Base baseOf(const AccessPath &Path, const FunctionDecl &F) {
  if (Path.From == Root::This)
    return {isCopyOfThis(F), false, false};
  const QualType T = Path.Variable->getType();
  if (Path.From == Root::Global)
    return {false, T.isConstQualified() || cast<VarDecl>(Path.Variable)->isConstexpr(), false};
  const LambdaCapture *Capture = captureOf(*Path.Variable, F);
  const bool ByReference = Capture && Capture->getCaptureKind() == LCK_ByRef;
  const bool Borrowed = !ownsWhatItNames(T) && !T->isRValueReferenceType();
  return {!ByReference && !Borrowed, leadsToConst(T), ByReference && !Borrowed};
}

} // namespace

std::string SharedObject::text() const {
  const ValueDecl *Last = Path.Steps.empty() ? Path.Variable : Path.Steps.back();
  const bool IsPointee = Last && (Last->getType()->isPointerType() || isOwningPointer(Last->getType())) &&
                         !Last->getASTContext().hasSameUnqualifiedType(Last->getType(), Type);
  return (IsPointee ? "*" : "") + Path.text();
}

std::pair<const ValueDecl *, unsigned> innermostOf(const AccessPath &Path) {
  const ValueDecl *Innermost = Path.Variable;
  unsigned StepsBehind = 0;
  for (const AccessPath::Step Next : Path.Steps) {
    if (!Next) {
      ++StepsBehind;
    } else if (!Next->getParent()->isInStdNamespace()) {
      Innermost = Next;
      StepsBehind = 0;
    }
  }
  return {Innermost, StepsBehind};
}

std::optional<SharedObject> sharedObject(const Expr *E, const FunctionDecl &F) {
  QualType T = E->getType().getNonReferenceType();
  T = T->isPointerType() ? T->getPointeeType() : T;
  AccessPath Path = accessPath(E);
  if (!Path)
    return std::nullopt;
  const Base From = baseOf(Path, F);
  if (From.ReadOnly)
    return std::nullopt;
  bool Owned = From.Owned;
  const unsigned StepsBehind = innermostOf(Path).second;
  const FieldDecl *Innermost = nullptr;
  for (const AccessPath::Step Next : Path.Steps) {
    if (!Next || Next->getParent()->isInStdNamespace())
      continue;
    if (Innermost) {
      Owned &= ownsWhatItNames(Innermost->getType());
      if (leadsToConst(Innermost->getType()))
        return std::nullopt;
    }
    Innermost = Next;
  }
  if (Innermost) {
    if (Owned || leadsToConst(Innermost->getType()))
      return std::nullopt;
    return SharedObject{SharedObject::Kind::Member, std::move(Path), Innermost, StepsBehind, T};
  }
  const ValueDecl *Variable = Path.Variable;
  switch (Path.From) {
  case Root::Global:
    return SharedObject{SharedObject::Kind::Global, std::move(Path), Variable, StepsBehind, T};
  case Root::Parameter:
    if (From.Captured)
      return SharedObject{SharedObject::Kind::Captured, std::move(Path), Variable, StepsBehind, T};
    if (Owned || Variable->getDeclContext() != &F)
      return std::nullopt;
    return SharedObject{SharedObject::Kind::Parameter, std::move(Path), Variable, StepsBehind, T};
  case Root::Local:
    if (From.Captured)
      return SharedObject{SharedObject::Kind::Captured, std::move(Path), Variable, StepsBehind, T};
    return std::nullopt; // the result of a call: its owner is unknown
  case Root::This:
  case Root::Unknown:
    return std::nullopt;
  }
  return std::nullopt;
}

bool mayMeetItself(const FunctionDecl &F, const SharedObject &Object, const models::ModelSet &Models) {
  if (!Models.is(qualifiedName(F), models::Means::OneAtATime))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && !Method->isStatic() && !isPartOfThis(Object);
}

} // namespace asynctidy::facts
