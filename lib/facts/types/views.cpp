#include "facts/types/views.h"

#include "facts/types/class-shape.h"
#include "facts/types/containers.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallSet.h"

#include <utility>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views inside views: deeper than what is written by hand.
constexpr unsigned MaxDepth = 4;

bool refersToObject(QualType T) { return T->isReferenceType() || (T->isPointerType() && !T->isFunctionPointerType()); }

using SeenClasses = llvm::SmallSet<std::pair<const CXXRecordDecl *, unsigned>, 8>;

/// \p Seen: the classes that were looked into, and how deep, so that many members of one class are one.
bool holdsPointer(const CXXRecordDecl &Record, unsigned Depth, SeenClasses &Seen) {
  if (Depth == 0 || !Seen.insert({&Record, Depth}).second)
    return false;
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    for (const FieldDecl *Field : Class.fields()) {
      if (refersToObject(Field->getType()))
        return true;
      if (const CXXRecordDecl *Inner = Field->getType()->getAsCXXRecordDecl(); Inner && Inner->hasDefinition())
        if (holdsPointer(*Inner->getDefinition(), Depth - 1, Seen))
          return true;
    }
    return false;
  });
}

/// A view or an iterator.
bool isBorrowingClass(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  SeenClasses Seen;
  return Record && Record->hasDefinition() && !Record->isDependentContext() && !Record->isLambda() &&
         Record->isTriviallyCopyable() && holdsPointer(*Record, MaxDepth, Seen);
}

} // namespace

bool isView(QualType T) { return !T.isNull() && isBorrowingClass(T) && !isIterator(T); }

bool isBorrowing(QualType T) {
  if (T.isNull() || T->isDependentType())
    return false;
  return refersToObject(T.getCanonicalType()) || isBorrowingClass(T);
}

} // namespace asynctidy::facts
