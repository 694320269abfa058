#include "analyses/lifetime/dangling-this.h"

#include "compat/record-type.h"
#include "facts/calls/object-ends.h"
#include "facts/syntax/functions.h"
#include "facts/types/class-shape.h"
#include "facts/types/ended-work.h"
#include "facts/types/ownership.h"
#include "facts/types/reference-counting.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {

/// The members of a class that own one object of \p Class, as far as an object of that keeps such an owner alive.
static llvm::SmallVector<const FieldDecl *, 1> ownersKeptBy(const CXXRecordDecl &Class) {
  llvm::SmallVector<const FieldDecl *, 1> Found;
  visitWithBases(&Class, [&](const CXXRecordDecl &Part) {
    for (const FieldDecl *Keeps : Part.fields())
      if (isSharedPointer(Keeps->getType()))
        visitWithBases(recordOf(typeArgumentOf(Keeps->getType())), [&](const CXXRecordDecl &Owner) {
          for (const FieldDecl *Back : Owner.fields())
            if (isOwningPointer(Back->getType()))
              if (const CXXRecordDecl *Owned = recordOf(typeArgumentOf(Back->getType()));
                  Owned && Owned->getCanonicalDecl() == Class.getCanonicalDecl())
                Found.push_back(Back);
          return false;
        });
    return false;
  });
  return Found;
}

summaries::Assumptions assumedOfOwner(const CXXRecordDecl &Class, TranslationUnit &Unit) {
  const auto Owners = ownersKeptBy(Class);
  const bool IsLetGo = llvm::any_of(objectEnds(Unit), [&](const ObjectEnd &End) {
    return llvm::any_of(Owners,
                        [&](const FieldDecl *Owner) { return Owner->getLocation() == End.Owner->getLocation(); });
  });
  return Owners.empty() || IsLetGo ? summaries::Assumptions() : summaries::Assumption::ObjectLetGo;
}

std::optional<UseAfterReturn> usesUnheldObject(const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->isStatic() || isLambda(F) || !isCoroutine(F) || F.isDependentContext() || Unit.isBroken() ||
      Unit.workOf(F.getReturnType()))
    return std::nullopt;
  const CXXRecordDecl &Class = *Method->getParent();
  const bool IsShared = isReferenceCounted(Class);
  if ((!IsShared && !countsReferences(Class)) || keepsReference(F, Class) ||
      endsItsWork(compat::typeOf(Class), nullptr, Unit.models()) || (!IsShared && watchesObject(F, Class)))
    return std::nullopt;
  UseAfterReturn Use = useOfObjectAfterReturn(F, Unit);
  if (!Use)
    return std::nullopt;
  // An object of a class that counts references in its own way may also be a part of another.
  Use.Assumes |= IsShared ? assumedOfOwner(Class, Unit) : summaries::Assumptions(summaries::Assumption::ObjectLetGo);
  return Use;
}

} // namespace asynctidy::analyses
