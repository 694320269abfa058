#include "facts/extraction/object-paths.h"

#include "facts/types/class-shape.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

/// Whether \p V is a pointer, a reference, or a smart pointer (then the first step is not a member of its own class).
static bool refersElsewhere(const ValueDecl &V, llvm::ArrayRef<AccessPath::Step> Steps) {
  if (V.getType()->isReferenceType() || V.getType()->isPointerType())
    return true;
  const CXXRecordDecl *Own = recordOf(V.getType());
  const auto *Owner = !Steps.empty() && Steps[0] ? dyn_cast<CXXRecordDecl>(Steps[0]->getParent()) : nullptr;
  return Own && Owner && Own->hasDefinition() && Own->getCanonicalDecl() != Owner->getCanonicalDecl() &&
         !Own->isDerivedFrom(Owner);
}

summaries::ObjectPath objectPath(const AccessPath &P, const FunctionDecl &F, Symbols &Ids) {
  using Root = summaries::ObjectPath::Root;
  summaries::ObjectPath Path;
  switch (P.From) {
  case AccessPath::Root::Unknown:
    return Path;
  case AccessPath::Root::This:
    Path.From = Root::This;
    break;
  case AccessPath::Root::Global:
    Path.From = Root::Global;
    break;
  case AccessPath::Root::Parameter:
  case AccessPath::Root::Local:
    Path.From = Root::Local;
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(P.Variable);
        Parameter && llvm::is_contained(F.parameters(), Parameter) && Parameter->getFunctionScopeIndex() < 256) {
      Path.From = Root::Parameter;
      Path.Number = static_cast<uint8_t>(Parameter->getFunctionScopeIndex());
    } else if (refersElsewhere(*P.Variable, P.Steps)) {
      Path.From = Root::Pointee;
    }
    break;
  }
  if (P.Variable && Path.From != Root::Parameter)
    Path.Variable = Ids.variable(*P.Variable);
  for (AccessPath::Step Step : P.Steps)
    Path.Steps.push_back(Step ? Ids.field(*Step) : 0);
  return Path;
}

} // namespace asynctidy::facts
