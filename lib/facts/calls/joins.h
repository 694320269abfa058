// Whether a function waits for what it has let run beside it.
#pragma once

#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// How the life of a variable ends while work may still use it.
struct ScopeEnd {
  bool Ends = false;                      ///< on some path, before anything may have waited for the work
  const clang::Stmt *Throws = nullptr;    ///< else: an await whose exception ends it while Keeper has not waited
  const clang::VarDecl *Keeper = nullptr; ///< a local made before the variable whose destructor waits for the work
};

/// The work \p Work runs beside \p F from \p Starts on, a statement of it: does the life of \p Local, a local or a
/// parameter (by reference: of whoever calls F), end on a path on which nothing may have waited? What may wait is
/// judged widely: an await, a loop or a call that knows something the work knows too, whatever models call waiting, the
/// end of an object that was given the work.
ScopeEnd scopeEndsBeforeJoin(const clang::FunctionDecl &F, const Parents &Up, const clang::VarDecl &Local,
                             const clang::Stmt &Starts, const clang::Stmt &Work, TranslationUnit &Unit);

/// Whether the work \p Work, which runs beside \p F from \p Starts on, has ended when the destructor of \p Owner
/// returns, a local (null: the object of F, a member function): it is a coroutine of that object, or was started with
/// the object or with a member of it, and the destructor ends such work.
bool endsWithItsObject(const clang::FunctionDecl &F, const clang::VarDecl *Owner, const clang::Stmt &Starts,
                       const clang::Expr &Work, const models::ModelSet &Models);

/// Whether \p S is an await by whose exception \p F would end: one that may throw, outside of every `try`, and that
/// does not mention \p Kept (which may be null).
bool mayLeaveByException(const clang::Stmt &S, const Parents &Up, const clang::VarDecl *Kept, TranslationUnit &Unit);

} // namespace asynctidy::facts
