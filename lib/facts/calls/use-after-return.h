// Whether a coroutine needs what it was given after the call that makes it has returned.
#pragma once

#include "facts/aliases/borrowed-objects.h"

#include "clang/AST/Decl.h"

#include <map>
#include <tuple>

namespace asynctidy::facts {

/// A use of an argument, or of the object of a member function, that happens after the call has returned: after the
/// first suspension of an eager coroutine, anywhere in a lazy one, in the coroutine a function passes it on to.
struct UseAfterReturn {
  bool Happens = false;
  const clang::Stmt *At = nullptr;         ///< in the coroutine that uses it; null when its body is in another file
  const clang::FunctionDecl *In = nullptr; ///< that coroutine
  bool IsLazy = false;                     ///< that coroutine has not begun when the call returns

  explicit operator bool() const { return Happens; }
};

/// \p Parameter is one of \p Callee's own: a reference, a pointer, a view, or a class that holds such.
/// \p IsStarted: the caller also starts it before the argument can die, lazy or not.
UseAfterReturn useOfParameterAfterReturn(const clang::FunctionDecl &Callee, const clang::ParmVarDecl &Parameter,
                                         TranslationUnit &Unit, bool IsStarted = false);

/// The same of `this`, or of the closure of a lambda: of what it has captured.
UseAfterReturn useOfObjectAfterReturn(const clang::FunctionDecl &Callee, TranslationUnit &Unit, bool IsStarted = false);

/// Whether \p F may go on after the call that made it has returned: a coroutine, or a function that returns work.
bool outlivesItsCall(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
