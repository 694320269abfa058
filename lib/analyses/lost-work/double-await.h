// Locals that hold work which one await uses up, and are awaited again.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

struct RepeatedAwait {
  const clang::VarDecl *Local;
  facts::Work Holds;
  const clang::CoawaitExpr *Again;
  /// What used it up on the way there: an await (the same one, in a loop), or the call it was moved into.
  const clang::Stmt *UsedUpBy;
  bool WasAwaited; ///< false: moved from
  /// True when awaiting again resumes the coroutine that has ended.
  bool ResumesEnded;

  bool inLoop() const { return Again == UsedUpBy; }
};

/// The locals and by-value parameters of the coroutine \p F that are awaited on a path which has used them up: one
/// entry a local. Left out: what is shared or may be awaited several times as far as is known, what was assigned to or
/// asked in between, and what others may know by reference.
std::vector<RepeatedAwait> repeatedAwaits(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// How `co_await t` fares with a named \p T, apart from its result.
enum class NamedAwait {
  Unknown,   ///< may be awaited again, or nobody can tell
  UsesUp,    ///< takes what there is to await out of it
  NeverAsks, ///< resumes the coroutine without asking whether it has ended
};
NamedAwait namedAwait(clang::QualType T, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
