// Where a function reads and writes objects that other code can access, too.
#pragma once

#include "facts/aliases/shared-state.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

struct SharedAccess {
  enum class Kind : unsigned char {
    Reads,
    Overwrites, ///< independently of the old value: assignment, store(), reset(), emplace()
    Other,      ///< reads and writes in one step, or passes it to a function that may
  };
  Kind Does;
  unsigned Object;                    ///< index into SharedAccesses::Objects
  const clang::Expr *At;              ///< the expression that reads or writes
  const clang::Expr *Value = nullptr; ///< of Overwrites: the written value; null when there is none
};

/// Objects are identified by their path and type. Elements of containers are left out, because the element is not
/// known.
struct SharedAccesses {
  std::vector<SharedObject> Objects;
  std::vector<SharedAccess> Accesses; ///< in no particular order
};

SharedAccesses sharedAccessesIn(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
