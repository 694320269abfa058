#include "facts/types/containers.h"

#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/unchanged.h"
#include "facts/types/work.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

bool has(const CXXRecordDecl *Record, llvm::StringRef Method) { return !methodsNamed(Record, Method).empty(); }

} // namespace

bool isContainer(QualType T, const models::ModelSet &Models) {
  if (T.isNull() || T->isReferenceType())
    return false;
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record || !Record->getIdentifier())
    return false;
  const bool Changes = has(Record, "erase") || has(Record, "insert") || has(Record, "push_back") ||
                       has(Record, "pop") || has(Record, "clear") || has(Record, "emplace");
  return Changes && ((has(Record, "begin") && has(Record, "end")) || has(Record, "front") || has(Record, "top")) &&
         !isModelled(T, Means::NotAContainer, Models);
}

Stability stabilityOf(QualType T, const models::ModelSet &Models) {
  const bool Iterators = isModelled(T, Means::StableIterators, Models);
  return {Iterators || isModelled(T, Means::StableReferences, Models), Iterators};
}

Stability stabilityAcross(const CXXMethodDecl &Operation, const models::ModelSet &Models) {
  const std::string Name = qualifiedName(Operation);
  const bool Iterators = Models.is(Name, Means::KeepsIterators);
  return {Iterators || Models.is(Name, Means::KeepsReferences), Iterators};
}

bool isIterator(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && hasOperator(*Record, OO_Star) && hasOperator(*Record, OO_PlusPlus);
}

Effect effectOfNamed(llvm::StringRef Name) {
  for (llvm::StringRef Verb :
       {"erase", "pop", "remove", "clear", "extract", "resize", "assign", "reset", "swap", "truncate"})
    if (Name.starts_with(Verb))
      return Effect::Removes;
  for (llvm::StringRef Verb : {"push", "emplace", "insert", "append", "try_emplace", "reserve", "rehash"})
    if (Name.starts_with(Verb))
      return Effect::Adds;
  return Effect::None;
}

Effect effectOf(const CXXMethodDecl &Method, const models::ModelSet &Models) {
  if (Method.isConst() || Method.isStatic() || isa<CXXConversionDecl>(Method) || isa<CXXDestructorDecl>(Method) ||
      leavesObject(Method, Models))
    return Effect::None;
  if (Method.getOverloadedOperator() == OO_Equal)
    return Effect::Removes;
  // What gives access to an element has an overload for const; what changes the container has none.
  if (llvm::any_of(methodsNamed(Method.getParent(), Method.getDeclName()),
                   [](const CXXMethodDecl *Overload) { return Overload->isConst(); }))
    return Effect::None;
  if (Method.getDeclName().isIdentifier() && effectOfNamed(Method.getName()) == Effect::Removes)
    return Effect::Removes;
  return Effect::Adds;
}

} // namespace asynctidy::facts
