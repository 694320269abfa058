// Writes of shared state that rest on what a coroutine read of it before it was suspended.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

struct StaleWrite {
  enum class Kind : unsigned char {
    Value, ///< what is written was made from what was read
    Test,  ///< whether it is written depends on a test of what was there: `if (!m) m = co_await make();`
  };
  Kind What;
  facts::SharedObject Object;
  const clang::Expr *Read;
  const clang::Expr *Write;
  const clang::CoawaitExpr *Suspension; ///< between the two
};

/// The writes in the coroutine \p F of objects that it shares with others, one entry a write, in the order of the
/// source, where some path has read the object, been suspended with no lock held, and neither read nor written it again
/// since. Compound assignment reads when it writes.
std::vector<StaleWrite> staleWrites(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
