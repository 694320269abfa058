#include "facts/calls/busy-flags.h"

#include "facts/aliases/shared-accesses.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/leaving.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallSet.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Kind = SharedAccess::Kind;

bool contains(const Stmt &S, llvm::function_ref<bool(const Stmt &)> Sought) {
  bool Found = false;
  forEachEvaluated(&S, [&](const Stmt &Inner) { Found |= Sought(Inner); });
  return Found;
}

bool leavesOrThrows(const Stmt *S) { return alwaysLeaves(S) || isa_and_nonnull<CXXThrowExpr>(lastOf(S)); }

} // namespace

bool keepsOthersOut(const FunctionDecl &F, const models::ModelSet &Models) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(writtenBody(F));
  if (!Body || !isCoroutine(F))
    return false;
  const SharedAccesses Shared = sharedAccessesIn(F, Models);
  llvm::DenseMap<const Stmt *, const SharedAccess *> Accesses;
  for (const SharedAccess &Access : Shared.Accesses)
    Accesses[Access.At] = &Access;
  llvm::SmallSet<unsigned, 2> Tested; // the objects that are not set if this line is reached
  for (const Stmt *S : Body->body()) {
    const auto *If = dyn_cast<IfStmt>(S);
    const bool Leaves = If && leavesOrThrows(If->getThen());
    const Stmt &Evaluated = Leaves ? *If->getCond() : *S;
    if (contains(Evaluated, [](const Stmt &Inner) { return isa<CoroutineSuspendExpr>(Inner); }))
      return false;
    bool Sets = false;
    forEachEvaluated(&Evaluated, [&](const Stmt &Inner) {
      const auto Known = Accesses.find(&Inner);
      if (Known == Accesses.end())
        return;
      const SharedAccess &Access = *Known->second;
      if (Leaves && Access.Does == Kind::Reads)
        Tested.insert(Access.Object);
      // A test that sets the flag in one step: exchange() and the like.
      Sets |= Leaves ? Access.Does == Kind::Other : Access.Does == Kind::Overwrites && Tested.contains(Access.Object);
    });
    if (Sets)
      return true;
  }
  return false;
}

} // namespace asynctidy::facts
