// Whether a coroutine uses its arguments or object after the call that creates it has returned.
#pragma once

#include "facts/aliases/borrowed-objects.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"

#include <map>
#include <tuple>

namespace asynctidy::facts {

/// A use of an argument, or of the object of a member function, that happens after the call has returned: after the
/// first suspension of an eager coroutine, anywhere in a lazy one, in the coroutine that a function passes it to.
struct UseAfterReturn {
  bool Happens = false;
  const clang::Stmt *At = nullptr;         ///< in the coroutine that uses it; null when its body is in another file
  const clang::FunctionDecl *In = nullptr; ///< that coroutine
  bool IsLazy = false;                     ///< that coroutine has not started when the call returns
  bool InResult = false;                   ///< the function's result, which is no work, holds that coroutine
  summaries::Assumptions Assumes = {};

  explicit operator bool() const { return Happens; }
};

/// \p Parameter of \p Callee is a reference, a pointer, a view, or a class that holds one. With \p IsStarted the caller
/// starts the coroutine, lazy or not, before the argument's lifetime can end.
UseAfterReturn useOfParameterAfterReturn(const clang::FunctionDecl &Callee, const clang::ParmVarDecl &Parameter,
                                         TranslationUnit &Unit, bool IsStarted = false);

/// The same for `this`; for a lambda, for its captures.
UseAfterReturn useOfObjectAfterReturn(const clang::FunctionDecl &Callee, TranslationUnit &Unit, bool IsStarted = false);

/// Whether \p F may continue after its call has returned: a coroutine, or a function that returns work.
bool outlivesItsCall(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
