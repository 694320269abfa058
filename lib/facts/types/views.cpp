#include "facts/types/views.h"

#include "facts/types/class-shape.h"
#include "facts/types/containers.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views inside views: deeper than what is written by hand.
constexpr unsigned MaxDepth = 4;

bool refersToObject(QualType T) { return T->isReferenceType() || (T->isPointerType() && !T->isFunctionPointerType()); }

bool holdsPointer(const CXXRecordDecl &Record, unsigned Depth) {
  if (Depth == 0)
    return false;
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    for (const FieldDecl *Field : Class.fields()) {
      if (refersToObject(Field->getType()))
        return true;
      if (const CXXRecordDecl *Inner = Field->getType()->getAsCXXRecordDecl(); Inner && Inner->hasDefinition())
        if (holdsPointer(*Inner->getDefinition(), Depth - 1))
          return true;
    }
    return false;
  });
}

/// A view or an iterator.
bool isBorrowingClass(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && Record->hasDefinition() && !Record->isDependentContext() && !Record->isLambda() &&
         Record->isTriviallyCopyable() && holdsPointer(*Record, MaxDepth);
}

} // namespace

bool isView(QualType T) { return !T.isNull() && isBorrowingClass(T) && !isIterator(T); }

bool isBorrowing(QualType T) {
  if (T.isNull() || T->isDependentType())
    return false;
  return refersToObject(T.getCanonicalType()) || isBorrowingClass(T);
}

} // namespace asynctidy::facts
