#include "facts/types/unchanged.h"

#include "compat/methods.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;
using asynctidy::models::Entry;
using asynctidy::models::Means;

namespace asynctidy::facts {

static const Entry *changesNothing(const FunctionDecl &F, const models::ModelSet &Models) {
  return Models.find(qualifiedName(F), Means::ChangesNothing);
}

bool leavesObject(const FunctionDecl &F, const models::ModelSet &Models) {
  const Entry *Said = changesNothing(F, Models);
  return Said && Said->Arguments.empty();
}

bool leavesArgument(const FunctionDecl &F, unsigned Index, const models::ModelSet &Models) {
  const Entry *Said = changesNothing(F, Models);
  return Said && Said->speaksOfArgument(Index);
}

bool isWholeClassVisible(const CXXRecordDecl &Class, const models::ModelSet &Models) {
  if (Class.hasFriends())
    return false;
  for (const Decl *Member : Class.decls()) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member))
      Member = Template->getTemplatedDecl();
    const auto *Method = dyn_cast<CXXMethodDecl>(Member);
    if (Method && !Method->isImplicit() && !Method->isDefaulted() && !Method->isDeleted() && Method->isUserProvided() &&
        !compat::isPureVirtual(*Method) && !bodyOf(*Method->getCanonicalDecl()) && !leavesObject(*Method, Models))
      return false;
  }
  return true;
}

} // namespace asynctidy::facts
