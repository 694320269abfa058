// Whether a coroutine needs what it was given after the call that makes it has returned.
#pragma once

#include "facts/referents.h"

#include "clang/AST/Decl.h"

#include <map>
#include <tuple>

namespace asynctidy::facts {

/// A use of an argument, or of the object of a member function, that happens after the call has returned: after the
/// first suspension of an eager coroutine, anywhere in a lazy one, in the coroutine a function passes it on to.
struct LateUse {
  bool Happens = false;
  const clang::Stmt *At = nullptr;         ///< in the coroutine that uses it; null when its body is in another file
  const clang::FunctionDecl *In = nullptr; ///< that coroutine
  bool IsLazy = false;                     ///< that coroutine has not begun when the call returns

  explicit operator bool() const { return Happens; }
};

/// The late uses of one translation unit, found when asked for. As long-lived as its facts; not thread-safe.
class LateUses {
public:
  explicit LateUses(Facts &All) : All(All) {}

  /// \p Parameter is one of \p Callee's own: a reference, a pointer, a view, or a class that holds such.
  /// \p IsStarted: whoever calls it also starts it before the argument can die, lazy or not.
  LateUse ofParameter(const clang::FunctionDecl &Callee, const clang::ParmVarDecl &Parameter, bool IsStarted = false);
  /// Of `this`, or of the closure of a lambda: of what it has captured.
  LateUse ofObject(const clang::FunctionDecl &Callee, bool IsStarted = false);

private:
  friend class LateUseSearch;
  static constexpr unsigned TheObject = ~0U;

  LateUse of(const clang::FunctionDecl &Callee, unsigned Subject, bool IsStarted);

  Facts &All;
  std::map<std::tuple<const clang::FunctionDecl *, unsigned, bool>, LateUse> Known;
};

/// Whether \p F may go on after the call that made it has returned: a coroutine, or a function that returns work.
bool outlivesItsCall(const clang::FunctionDecl &F, Facts &All);

} // namespace asynctidy::facts
