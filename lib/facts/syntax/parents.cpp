#include "facts/syntax/parents.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/Expr.h"

using namespace clang;

namespace asynctidy::facts {

Parents::Parents(const Stmt *Body) {
  if (Body)
    add(*Body);
}

Parents::Parents(const FunctionDecl &F) : Parents(writtenBody(F)) {
  for (const MemberInitializer &Each : memberInitializersOf(F)) {
    if (Each.Member)
      Made.try_emplace(Each.Value, Each.Member);
    add(*Each.Value);
  }
}

void Parents::add(const Stmt &S) {
  forEachEvaluatedChild(S, [&](const Stmt *Child) {
    Above.try_emplace(Child, &S);
    add(*Child);
  });
}

bool Parents::isWithin(const Stmt &S, const Stmt &Ancestor) const {
  for (const Stmt *Up = &S; Up; Up = of(*Up))
    if (Up == &Ancestor)
      return true;
  return false;
}

} // namespace asynctidy::facts
