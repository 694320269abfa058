// Where a value escapes to.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

#include <optional>

namespace asynctidy::facts {

/// One place that a task, or a callable that runs later, escapes to.
struct Escape {
  enum class Kind : unsigned char {
    Unknown,  ///< passed to a function of which nothing is known
    Awaited,  ///< by a co_await in the same full expression, alone or as part of what is awaited
    Waited,   ///< passed to a function that returns when the work has ended
    Dropped,  ///< discarded
    Named,    ///< the initial value of the local variable Into
    Stored,   ///< put into the container, member or variable Path
    Returned, ///< by return or co_return
    Spawned,  ///< passed to a function that runs it concurrently with this one
  };
  Kind What;
  const clang::Stmt *At;                 ///< the await, the call, the return
  const clang::VarDecl *Into = nullptr;  ///< of Named
  AccessPath Path = {};                  ///< of Stored
  const clang::CallExpr *Sink = nullptr; ///< the last call on its way that runs it concurrently or later
  /// Of Unknown: the call that takes it, here or in a function that it is passed to, of a function whose body is not
  /// seen.
  const clang::CallExpr *Taker = nullptr;
};

/// Finds destinations within one function. Not thread-safe.
class Escapes {
public:
  /// \p Up has the parents of the function that all queried expressions belong to.
  Escapes(const Parents &Up, TranslationUnit &Unit) : Up(Up), Unit(Unit) {}

  /// Where the value of \p E, a call or a lambda, escapes to.
  Escape of(const clang::Expr &E) const { return follow(E, /*Depth=*/0); }

  /// Where a use of the variable \p Name lets the work it holds escape to. A container counts as its elements: an
  /// insertion is Stored.
  Escape ofMention(const clang::DeclRefExpr &Name) const { return follow(Name, /*Depth=*/0); }

private:
  Escape follow(const clang::Expr &E, unsigned Depth) const;
  /// What \p Call does with \p E; nothing when its result stands for the work of \p E, which is then followed instead.
  std::optional<Escape> asArgument(const clang::Expr &E, const clang::CallExpr &Call, unsigned Depth) const;
  Escape ofParameter(const clang::FunctionDecl &Callee, unsigned Index, const clang::CallExpr &Call,
                     unsigned Depth) const;

  const Parents &Up;
  TranslationUnit &Unit;
};

/// Whether the callee of \p Call runs the work or callables passed to it concurrently with the caller or later, as
/// models say.
bool isSink(const clang::CallExpr &Call, const models::ModelSet &Models);
/// The same for one argument, or for the object of the call.
bool isSinkOf(const clang::CallExpr &Call, const clang::Expr &Argument, const models::ModelSet &Models);
/// Whether a model says \p Is of the callee, and means \p Argument (an argument of \p Call, or its object).
bool saysOfArgument(const clang::CallExpr &Call, const clang::Expr &Argument, models::Means Is,
                    const models::ModelSet &Models);

/// True for a member function that inserts its argument into its container, judged by the names of the class's members.
bool isInsertion(const clang::CallExpr &Call, const models::ModelSet &Models);

} // namespace asynctidy::facts
