#include "facts/locks/permits.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool isPermit(const VarDecl &V) {
  const CXXRecordDecl *Record = V.getType()->getAsCXXRecordDecl();
  return Record && Record->hasDefinition() && V.hasLocalStorage() && V.getInit() && !isCopyable(*Record) &&
         !Record->hasTrivialDestructor() && isa<CoawaitExpr>(valueIn(V.getInit()));
}

/// One walk in the order of evaluation, with the permits that are held so far.
class PermitWalk {
public:
  void look(const Stmt &S) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      Held.erase(dyn_cast<VarDecl>(Name->getDecl()));
    llvm::SmallVector<const VarDecl *, 2> Ending;
    forEachEvaluatedChild(S, [&](const Stmt *Child) {
      look(*Child);
      forEachDeclared(*Child, [&](const VarDecl &V) {
        if (isPermit(V) && Held.insert(&V).second)
          Ending.push_back(&V);
      });
    });
    for (const VarDecl *V : Ending)
      Held.erase(V);
    if (const auto *Await = dyn_cast<CoawaitExpr>(&S); Await && !Held.empty())
      Found.push_back(Await);
  }

  std::vector<const CoawaitExpr *> Found;

private:
  llvm::DenseSet<const VarDecl *> Held;
};

} // namespace

std::vector<const CoawaitExpr *> awaitsUnderPermit(const FunctionDecl &F) {
  PermitWalk Walk;
  Walk.look(*writtenBody(F));
  return std::move(Walk.Found);
}

} // namespace asynctidy::facts
