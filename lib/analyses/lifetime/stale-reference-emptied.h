// Pointer members that are tested before a suspension and used after it, although another function empties them.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A pointer, smart pointer or optional, a member of the coroutine's object, that may be empty where it is used.
struct EmptiedPointer {
  const clang::FieldDecl *Member;
  const clang::Stmt *Test;              ///< the last one before Suspension
  const clang::CoawaitExpr *Suspension; ///< on the path to Use, with no lock held
  const clang::Stmt *Use;
  const clang::FunctionDecl *In; ///< the function that empties the member meanwhile
  const clang::Expr *Emptied;    ///< the place in it
  summaries::Assumptions Assumes = {};
};

/// The emptied pointers of the coroutine \p F, in the order of the source: one for each member. Left out: members that
/// are tested again or assigned after the suspension, and those that only this coroutine, a constructor or a destructor
/// empties.
std::vector<EmptiedPointer> emptiedPointers(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
