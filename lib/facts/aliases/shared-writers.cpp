#include "facts/aliases/shared-writers.h"

#include "facts/aliases/shared-accesses.h"
#include "facts/types/unchanged.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Kind = SharedAccess::Kind;

struct Writer {
  const FunctionDecl *Function;
  bool Overwrites;
};

/// The writers of each member and variable, by where it is declared.
struct WritersOfUnit : Analysis<WholeUnit, llvm::DenseMap<SourceLocation, std::vector<Writer>>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      if (F->isDependentContext() || leavesObject(*F, Unit.models()))
        continue;
      const bool MakesOrEndsObject = isa<CXXConstructorDecl, CXXDestructorDecl>(F);
      const SharedAccesses Shared = sharedAccessesIn(*F, Unit.models());
      for (const SharedAccess &Access : Shared.Accesses) {
        const SharedObject &Object = Shared.Objects[Access.Object];
        if (Access.Does != Kind::Reads && !(MakesOrEndsObject && Object.Path.From == AccessPath::Root::This))
          Found[Object.Declared->getLocation()].push_back({F, Access.Does == Kind::Overwrites});
      }
    }
    return Found;
  }
};

} // namespace

bool isChangedBy(const SharedObject &Object, TranslationUnit &Unit,
                 llvm::function_ref<bool(const FunctionDecl &)> Counts) {
  if (Object.What == SharedObject::Kind::Parameter)
    return true;
  const auto &Writers = Unit.get<WritersOfUnit>({});
  auto ByAnother = [&](const ValueDecl &Declared, bool Whole) {
    const auto Known = Writers.find(Declared.getLocation());
    return Known != Writers.end() && llvm::any_of(Known->second, [&](const Writer &By) {
             return (!Whole || By.Overwrites) && Counts(*By.Function);
           });
  };
  return ByAnother(*Object.Declared, /*Whole=*/false) || llvm::any_of(Object.Path.Steps, [&](AccessPath::Step Outer) {
           return Outer && Outer != Object.Declared && ByAnother(*Outer, /*Whole=*/true);
         });
}

} // namespace asynctidy::facts
