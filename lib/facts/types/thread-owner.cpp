#include "facts/types/thread-owner.h"

#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// What \p T is or, if it is an owning pointer, points to.
QualType owned(QualType T) { return !T.isNull() && isOwningPointer(T) ? typeArgumentOf(T) : T; }

bool isThread(QualType T, const models::ModelSet &Models) {
  const CXXRecordDecl *Record = T.isNull() || T->isReferenceType() ? nullptr : recordOf(T);
  return Record && Record->getIdentifier() &&
         Models.is(qualifiedName(*Record) + "::" + Record->getName().str(), Means::Offloads);
}

bool areThreads(QualType T, const ASTContext &Context, const models::ModelSet &Models) {
  if (const ArrayType *Array = T.isNull() ? nullptr : Context.getAsArrayType(T))
    return isThread(owned(Array->getElementType()), Models);
  const CXXRecordDecl *Class = recordOf(T);
  const bool Holds =
      isContainer(T, Models) || (!methodsNamed(Class, "begin").empty() && !methodsNamed(Class, "end").empty());
  return Holds && isThread(owned(typeArgumentOf(T)), Models);
}

bool isEventLoop(QualType T, const models::ModelSet &Models) {
  const CXXRecordDecl *Class = T.isNull() || T->isReferenceType() ? nullptr : readable(recordOf(T));
  return Class && visitWithBases(Class, [&](const CXXRecordDecl &Base) {
           return llvm::any_of(Base.methods(), [&](const CXXMethodDecl *Method) {
             return Method->getDeclName().isIdentifier() && Models.is(qualifiedName(*Method), Means::RunsEventLoop);
           });
         });
}

} // namespace

OwnThreads ownThreads(const CXXRecordDecl &Class, const models::ModelSet &Models) {
  OwnThreads Found = OwnThreads::None;
  bool RunsLoop = false;
  visitWithBases(&Class, [&](const CXXRecordDecl &Base) {
    for (const FieldDecl *Field : Base.fields()) {
      const QualType Kept = owned(Field->getType());
      RunsLoop |= isEventLoop(Kept, Models);
      if (isThread(Kept, Models))
        Found = std::max(Found, OwnThreads::One);
      else if (areThreads(Field->getType(), Class.getASTContext(), Models) ||
               areThreads(Kept, Class.getASTContext(), Models))
        Found = OwnThreads::Several;
    }
    return false;
  });
  return RunsLoop ? std::min(Found, OwnThreads::One) : Found;
}

} // namespace asynctidy::facts
