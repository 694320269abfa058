// Where the owners of objects let them go.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// One place that destroys an object, or lets a reference to it go: `sessions_.erase(id)`, `session_.reset()`.
struct ObjectEnd {
  const clang::FunctionDecl *In;
  const clang::CallExpr *At;
  const clang::ValueDecl *Owner; ///< the member, or the variable with static storage, that owned it
  bool IsOne;                    ///< the one that the caller chooses: not all of a container, not the only one
  bool IsPrepared;               ///< something was done with the object before, or waited for: it may have been stopped
};

/// The ends of objects in the user's code. Left out: in constructors and destructors; in lambdas, which are often
/// called when the work has ended; of objects that are tested, moved out or waited for before, and so have no more
/// work.
const std::vector<ObjectEnd> &objectEnds(TranslationUnit &Unit);

/// The owner of an object outside of all functions.
struct ObjectOwner {
  const clang::ValueDecl *Declared; ///< the container, smart pointer or optional: a member or a global
  bool IsSole;                      ///< it is the only one, so the object dies when it is let go
};

/// The owner of what \p Object, an expression of \p F, names or points to: `sessions_.at(id)`, `*session_`,
/// `it->second`. A copy of a shared pointer that \p F returns without belongs to nothing. Nothing where a plain pointer
/// or a parameter leads to it, or a smart pointer that the frame of \p F owns.
std::optional<ObjectOwner> ownerOf(const clang::Expr &Object, const clang::FunctionDecl &F, TranslationUnit &Unit);

/// Whether the destructor of \p Class may end the work of an object: it calls something of the object or waits, or its
/// body is not visible.
bool mayEndWorkInDestructor(const clang::CXXRecordDecl &Class, TranslationUnit &Unit);

} // namespace asynctidy::facts
