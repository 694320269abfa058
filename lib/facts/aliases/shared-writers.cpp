#include "facts/aliases/shared-writers.h"

#include "facts/aliases/shared-accesses.h"
#include "facts/syntax/functions.h"
#include "facts/types/unchanged.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Kind = SharedAccess::Kind;

/// The writers of each member and variable, by where it is declared.
struct WritersOfUnit : Analysis<WholeUnit, llvm::DenseMap<SourceLocation, std::vector<Change>>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      if (F->isDependentContext() || leavesObject(*F, Unit.models()))
        continue;
      const bool MakesOrEndsObject = makesReplacesOrEndsObject(*F);
      const SharedAccesses Shared = sharedAccessesIn(*F, Unit.models());
      for (const SharedAccess &Access : Shared.Accesses) {
        const SharedObject &Object = Shared.Objects[Access.Object];
        if (Access.Does != Kind::Reads && !(MakesOrEndsObject && Object.Path.From == AccessPath::Root::This))
          Found[Object.Declared->getLocation()].push_back({F, Access.At, Access.Does == Kind::Overwrites});
      }
    }
    return Found;
  }
};

} // namespace

std::optional<Change> changeOf(const SharedObject &Object, TranslationUnit &Unit,
                               llvm::function_ref<bool(const Change &)> Counts) {
  const auto &Writers = Unit.get<WritersOfUnit>({});
  auto ByAnother = [&](const ValueDecl &Declared, bool Whole) -> std::optional<Change> {
    if (const auto Known = Writers.find(Declared.getLocation()); Known != Writers.end())
      for (const Change &By : Known->second)
        if ((!Whole || By.Overwrites) && Counts(By))
          return By;
    return std::nullopt;
  };
  if (const auto Found = ByAnother(*Object.Declared, /*Whole=*/false))
    return Found;
  for (const AccessPath::Step Outer : Object.Path.Steps)
    if (Outer && Outer != Object.Declared)
      if (const auto Found = ByAnother(*Outer, /*Whole=*/true))
        return Found;
  return std::nullopt;
}

} // namespace asynctidy::facts
