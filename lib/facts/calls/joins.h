// Whether a function waits for the work that it has started.
#pragma once

#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

namespace asynctidy::facts {

/// How the lifetime of a variable ends while work may still use it.
struct ScopeEnd {
  bool Ends = false;                      ///< on some path before which nothing can have waited for the work
  const clang::Stmt *Throws = nullptr;    ///< else: an await that may throw, which ends it before Keeper has waited
  const clang::VarDecl *Keeper = nullptr; ///< a local made before the variable whose destructor waits for the work
  summaries::Assumptions Assumes = {};    ///< for Ends

  bool surelyEnds() const { return Ends && Assumes.empty(); }
};

/// The work \p Work runs concurrently with \p F from the statement \p Starts on. Does the lifetime of \p Local, a local
/// or a parameter (for a reference: of the caller's object), end on a path on which nothing can have waited for the
/// work? Judged conservatively, these may wait: an await, a loop or a call that uses a variable which the work uses
/// too, calls that models say wait, and the destructor of an object that was given the work. A call that waits for an
/// object which the work has nothing to do with, or for a time, is assumed to end too early.
ScopeEnd scopeEndsBeforeJoin(const clang::FunctionDecl &F, const Parents &Up, const clang::VarDecl &Local,
                             const clang::Stmt &Starts, const clang::Stmt &Work, TranslationUnit &Unit);

/// Whether \p F, which ignores the work that \p Call starts, waits for it by an object that it gave to the work: a
/// local of it lives until the work has ended.
bool isWaitedForOtherwise(const clang::CallExpr &Call, const clang::FunctionDecl &F, TranslationUnit &Unit);

/// Whether the work \p Work, which runs beside \p F from \p Starts on, has ended when the destructor of \p Owner
/// returns, a local (null: the object of F, a member function): it is a coroutine of that object, or was started with
/// the object or with a member of it, and the destructor ends such work, as models say, or waits for something.
bool endsWithItsObject(const clang::FunctionDecl &F, const clang::VarDecl *Owner, const clang::Stmt &Starts,
                       const clang::Expr &Work, TranslationUnit &Unit);

/// Whether \p S is an await that may end the function by an exception: it may throw, stands outside of every `try`, and
/// does not mention \p Kept (which may be null).
bool mayLeaveByException(const clang::Stmt &S, const Parents &Up, const clang::VarDecl *Kept, TranslationUnit &Unit);

} // namespace asynctidy::facts
