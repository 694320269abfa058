// Awaiters that forget the coroutine they suspend, so that it never wakes.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A fault of an `await_suspend`.
struct UnresolvedPromise {
  enum class Kind {
    OnPath,     ///< a path keeps the coroutine suspended, and does nothing with its handle
    Nowhere,    ///< no path does anything with the handle, although the awaiter has a member for it
    ByReference ///< a callable that runs later refers to the parameter, or to a local
  };
  Kind What;
  const clang::VarDecl *Handle;             ///< the parameter; of ByReference, what is captured
  const clang::Stmt *At = nullptr;          ///< the `return` or the capturing lambda; null for the end of the body
  const clang::FieldDecl *Member = nullptr; ///< of Nowhere
  summaries::Assumptions Assumes = {};
};

/// Those of the member function \p F, if it is the `await_suspend` of an awaiter. Not counted: empty bodies, awaiters
/// of promises (of their initial and final suspension, and of what they yield), and parameters without a name or marked
/// unused: their coroutines are resumed by the handle that their owner has.
std::vector<UnresolvedPromise> unresolvedPromiseIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
