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

/// Functions are told apart by where they are written: instances of one template are one.
struct Writer {
  SourceLocation Function;
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
          Found[Object.Declared->getLocation()].push_back({F->getLocation(), Access.Does == Kind::Overwrites});
      }
    }
    return Found;
  }
};

} // namespace

bool isChangedElsewhere(const SharedObject &Object, const FunctionDecl &F, TranslationUnit &Unit) {
  if (Object.What == SharedObject::Kind::Parameter)
    return true;
  const auto &Writers = Unit.get<WritersOfUnit>({});
  auto ByAnother = [&](const ValueDecl &Declared, bool Whole) {
    const auto Known = Writers.find(Declared.getLocation());
    return Known != Writers.end() && llvm::any_of(Known->second, [&](const Writer &By) {
             return By.Function != F.getLocation() && (!Whole || By.Overwrites);
           });
  };
  return ByAnother(*Object.Declared, /*Whole=*/false) || llvm::any_of(Object.Path.Steps, [&](AccessPath::Step Outer) {
           return Outer && Outer != Object.Declared && ByAnother(*Outer, /*Whole=*/true);
         });
}

} // namespace asynctidy::facts
