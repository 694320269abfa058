// Writes of shared state that depend on a read before a suspension.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/aliases/shared-writers.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A write that may overwrite a change of other code, made during a suspension.
struct StaleWrite {
  enum class Kind : unsigned char {
    Value, ///< the written value is computed from the read one
    Test,  ///< the write depends on a test of the old value: `if (!m) m = co_await make();`
  };
  Kind What;
  facts::SharedObject Object;
  const clang::Expr *Read;
  const clang::Expr *Write;
  const clang::CoawaitExpr *Suspension; ///< between the read and the write

  /// What may change the object meanwhile.
  struct Meanwhile {
    summaries::Assumptions Assumes;
    std::optional<facts::Change> Other = std::nullopt; ///< another function, if seen
    const clang::CallExpr *Starts = nullptr;           ///< starts another activation of F, if seen
  } Changed;
};

/// The writes in the coroutine \p F of objects that it shares with other code, before which some path has read the
/// object, then suspended with no lock held, and not read or written it again since. One entry a write, in source
/// order. A compound assignment reads the object at the write.
std::vector<StaleWrite> staleWrites(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
