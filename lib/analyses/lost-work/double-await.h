// Locals with single-use work that are awaited twice.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// The second await of work that can be awaited only once.
struct RepeatedAwait {
  const clang::VarDecl *Local;
  facts::Work Holds;
  const clang::CoawaitExpr *Again;
  /// The earlier consumer on the path: an await (the same one, in a loop), or the call that the work was moved into.
  const clang::Stmt *UsedUpBy;
  bool WasAwaited; ///< false: moved into a call
  /// True when the second await resumes a coroutine that has ended.
  bool ResumesEnded;

  bool inLoop() const { return Again == UsedUpBy; }
};

/// The locals and by-value parameters of the coroutine \p F that are awaited on a path which has consumed them: one
/// entry a local. Left out: work that is shared or that may be awaited several times, locals that are assigned or
/// tested in between, and locals that escape by reference.
std::vector<RepeatedAwait> repeatedAwaits(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// What `co_await t` does to a named object of type \p T.
enum class NamedAwait {
  Unknown,   ///< may be awaited again, or it is not known
  UsesUp,    ///< moves the awaited coroutine out of it
  NeverAsks, ///< resumes the coroutine without testing whether it has ended
};
NamedAwait namedAwait(clang::QualType T, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
