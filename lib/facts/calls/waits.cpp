#include "facts/calls/waits.h"

#include "facts/calls/calls.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/work.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

class WaitSearch {
public:
  explicit WaitSearch(TranslationUnit &Unit) : Unit(Unit) {}

  bool waits(QualType T) {
    if (T.isNull() || T->isReferenceType() || T->isPointerType())
      return false;
    if (const auto *Array = Unit.context().getAsArrayType(T))
      return waits(Array->getElementType());
    const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
    if (!Record || !Record->hasDefinition() || !Seen.insert(Record->getCanonicalDecl()).second)
      return false;
    Record = Record->getDefinition();
    if (isModelled(T, Means::Joins, Unit.models()) || (isSoleOwner(T) && waits(typeArgumentOf(T))))
      return true;
    if (const CXXDestructorDecl *Destructor = Record->getDestructor(); Destructor && waits(*Destructor))
      return true;
    for (const FieldDecl *Field : Record->fields())
      if (waits(Field->getType()))
        return true;
    for (const CXXBaseSpecifier &Base : Record->bases())
      if (waits(Base.getType()))
        return true;
    return false;
  }

  bool waits(const FunctionDecl &F) {
    const FunctionDecl *Definition = nullptr;
    if (!F.hasBody(Definition) || !Unit.isUserCode(Definition->getLocation()) ||
        !Seen.insert(Definition->getCanonicalDecl()).second)
      return false;
    bool Found = false;
    forEachCall(*Definition, Unit.models(), [&](const CallSite &Site) {
      const std::string Name = qualifiedName(*Site.Callee);
      const auto Says = [&](Means Is) { return Unit.models().is(Name, Is); };
      // A file or a sleep blocks, too, but not for the sake of an object.
      Found = Found || Says(Means::WaitsForWork) || Says(Means::RunsEventLoop) ||
              (Site.Object && Says(Means::Blocks)) || waits(*Site.Callee);
    });
    return Found;
  }

private:
  TranslationUnit &Unit;
  llvm::DenseSet<const Decl *> Seen;
};

struct WaitsInDestructor : Analysis<const Type *, bool> {
  static bool run(const Type *T, TranslationUnit &Unit) { return WaitSearch(Unit).waits(QualType(T, 0)); }
};

struct WaitsWhenCalled : Analysis<const FunctionDecl *, bool> {
  static bool run(const FunctionDecl *F, TranslationUnit &Unit) { return WaitSearch(Unit).waits(*F); }
};

} // namespace

bool isWaitOfDestructor(const CXXMethodDecl &Method, QualType T, TranslationUnit &Unit) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = Record && Record->hasDefinition() ? Record->getDestructor() : nullptr;
  const FunctionDecl *Definition = nullptr;
  if (!Destructor || !Destructor->hasBody(Definition) || !Unit.get<WaitsWhenCalled>(Method.getCanonicalDecl()))
    return false;
  bool Calls = false;
  forEachCall(*Definition, Unit.models(),
              [&](const CallSite &Site) { Calls |= Site.Callee->getCanonicalDecl() == Method.getCanonicalDecl(); });
  return Calls;
}

bool waitsInDestructor(QualType T, TranslationUnit &Unit) {
  return !T.isNull() && Unit.get<WaitsInDestructor>(T.getCanonicalType().getTypePtr());
}

} // namespace asynctidy::facts
