// Values that refer into a container which a coroutine shares with others.
#pragma once

#include "facts/aliases/access-step.h"
#include "facts/aliases/shared-state.h"
#include "facts/types/containers.h"
#include "models/model-set.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace asynctidy::facts {

struct ContainerBorrow {
  enum class Form : unsigned char { Reference, Pointer, Iterator, View };
  SharedObject From;
  Form As;
  /// Only the removal of the very element ends it: what else happens to the container does not matter.
  bool IsStable;
  bool IsOfObject = false;             ///< From is no container, but an object or pointer that may be replaced
  summaries::Assumptions Assumes = {}; ///< for it to refer into From
};

/// What \p Of says of a loan of the form \p As.
bool staysValid(ContainerBorrow::Form As, Stability Of);

/// The loans that the variables of one coroutine take. Asked about a variable, it looks through other variables of the
/// function that refer into a container by themselves. Refers to \p F and \p Models.
class ContainerBorrows {
public:
  ContainerBorrows(const clang::FunctionDecl &F, const models::ModelSet &Models) : F(F), Models(Models) {}

  /// What \p V refers into when it is initialized (\p Value: or assigned) so.
  std::optional<ContainerBorrow> borrowOf(const clang::VarDecl &V) { return borrowOf(V, V.getInit()); }
  std::optional<ContainerBorrow> borrowOf(const clang::VarDecl &V, const clang::Expr *Value);

  /// The container that the object which \p E names or points to lies in, or that owns it by a smart pointer.
  std::optional<ContainerBorrow> borrowBehind(const clang::Expr &E) {
    return E.getType()->isPointerType() && !E.isGLValue() ? pointer(&E) : place(&E, Form::Reference);
  }

private:
  using Found = std::optional<ContainerBorrow>;
  using Form = ContainerBorrow::Form;

  Found place(const clang::Expr *E, Form As);
  Found whole(const AccessStep &Step, Form As);
  Found seenThrough(Found Through, Form As) const;
  Found container(const clang::Expr *Object, Form As);
  Found iterator(const clang::Expr *E);
  Found pointer(const clang::Expr *E);
  Found view(const clang::Expr *E);
  Found variable(const clang::ValueDecl &Declared, Form As);
  Found owned(Found Through) const;
  Found part(const clang::Expr *E, Form As);     ///< in object-borrows.cpp
  Found accessed(const clang::Expr *E, Form As); ///< in object-borrows.cpp
  bool isStable(clang::QualType Container, Form As) const;

  const clang::FunctionDecl &F;
  const models::ModelSet &Models;
  unsigned Depth = 0;
};

} // namespace asynctidy::facts
