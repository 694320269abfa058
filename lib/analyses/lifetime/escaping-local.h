// Results that refer to locals of the function that returns them.
#pragma once

#include "facts/aliases/borrowed-objects.h"

#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A `co_return` of a reference, pointer or view to an object that is destroyed with the coroutine.
struct EscapingView {
  const clang::CoreturnStmt *Return;
  facts::BorrowedObject To; ///< a local, a parameter by value, or a temporary of the statement
};
/// The escaping views of the coroutine \p F, in source order.
std::vector<EscapingView> escapingViews(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
