// Where a function reads and writes objects that it shares with others.
#pragma once

#include "facts/aliases/shared-state.h"
#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

struct SharedAccess {
  enum class Kind : unsigned char {
    Reads,
    Overwrites, ///< whatever is there: assignment, store(), reset(), emplace()
    Other,      ///< reads and writes in one step, or lends it to somebody who may
  };
  Kind Does;
  unsigned Object;                    ///< index into SharedAccesses::Objects
  const clang::Expr *At;              ///< the expression whose evaluation does it
  const clang::Expr *Value = nullptr; ///< of Overwrites: what is written; null when nothing is given
};

/// Objects are told apart by their path and type. Elements of containers are left out: nobody sees which element it is.
struct SharedAccesses {
  std::vector<SharedObject> Objects;
  std::vector<SharedAccess> Accesses; ///< in no particular order
};

SharedAccesses sharedAccessesIn(const clang::FunctionDecl &F, const models::ModelSet &Models);

} // namespace asynctidy::facts
