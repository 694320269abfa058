// Where a function reads and writes objects that it shares with others.
#pragma once

#include "facts/shared-state.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

struct StateAccess {
  enum class Kind : unsigned char {
    Reads,
    Overwrites, ///< whatever is there: assignment, store(), reset(), emplace()
    Other,      ///< reads and writes in one step, or lends it to somebody who may
  };
  Kind Does;
  unsigned Object;                    ///< index into StateAccesses::Objects
  const clang::Expr *At;              ///< the expression whose evaluation does it
  const clang::Expr *Value = nullptr; ///< of Overwrites: what is written; null when nothing is given
};

/// Objects are told apart by their path and type. Elements of containers are left out: nobody sees which element it is.
struct StateAccesses {
  std::vector<SharedObject> Objects;
  std::vector<StateAccess> All; ///< in no particular order
};

StateAccesses stateAccessesIn(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
