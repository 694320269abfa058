#include "facts/types/views.h"

#include "facts/types/class-shape.h"
#include "facts/types/containers.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallSet.h"

#include <utility>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views inside views: deeper than what is written by hand.
constexpr unsigned MaxDepth = 4;

bool refersToObject(QualType T) { return T->isReferenceType() || (T->isPointerType() && !T->isFunctionPointerType()); }

using SeenClasses = llvm::SmallSet<std::pair<const CXXRecordDecl *, unsigned>, 8>;
using FieldTest = llvm::function_ref<bool(const FieldDecl &)>;

/// Whether a pointer or reference to an object in \p Record, its bases or the classes of its members is as \p Asked.
/// \p Seen: the classes that were looked into, and how deep, so that many members of one class are one.
bool holdsPointer(const CXXRecordDecl &Record, unsigned Depth, SeenClasses &Seen, FieldTest Asked) {
  if (Depth == 0 || !Seen.insert({&Record, Depth}).second)
    return false;
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    for (const FieldDecl *Field : Class.fields()) {
      if (refersToObject(Field->getType()) && Asked(*Field))
        return true;
      if (const CXXRecordDecl *Inner = Field->getType()->getAsCXXRecordDecl(); Inner && Inner->hasDefinition())
        if (holdsPointer(*Inner->getDefinition(), Depth - 1, Seen, Asked))
          return true;
    }
    return false;
  });
}

bool holdsPointer(const CXXRecordDecl &Record, FieldTest Asked) {
  SeenClasses Seen;
  return holdsPointer(Record, MaxDepth, Seen, Asked);
}

/// A view or an iterator.
bool isBorrowingClass(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && Record->hasDefinition() && !Record->isDependentContext() && !Record->isLambda() &&
         Record->isTriviallyCopyable() && holdsPointer(*Record, [](const FieldDecl &) { return true; });
}

/// Whether a user of \p Record reaches what it points to.
bool givesAccess(const CXXRecordDecl &Record) {
  for (OverloadedOperatorKind Operator : {OO_Star, OO_Arrow, OO_Subscript})
    if (hasOperator(Record, Operator))
      return true;
  if (!methodsNamed(&Record, "begin").empty() || !methodsNamed(&Record, "data").empty())
    return true;
  return visitWithBases(&Record, [](const CXXRecordDecl &Class) {
    return llvm::any_of(Class.methods(), [](const CXXMethodDecl *Method) {
      return isa<CXXConversionDecl>(Method) && refersToObject(Method->getReturnType());
    });
  });
}

} // namespace

bool isView(QualType T) { return !T.isNull() && isBorrowingClass(T) && !isIterator(T); }

bool isBorrowing(QualType T) {
  if (T.isNull() || T->isDependentType())
    return false;
  return refersToObject(T.getCanonicalType()) || isBorrowingClass(T);
}

bool namesConstant(QualType T) {
  if (T.isNull() || !isBorrowingClass(T))
    return false;
  const CXXRecordDecl &Record = *readable(recordOf(T));
  return !givesAccess(Record) && !holdsPointer(Record, [&](const FieldDecl &Field) {
    return !Field.getType()->getPointeeType().isConstQualified() ||
           (Field.getAccess() == AS_public && Field.getParent() == &Record);
  });
}

} // namespace asynctidy::facts
