#include "facts/types/unchanged.h"

#include "facts/syntax/names.h"

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

} // namespace asynctidy::facts
