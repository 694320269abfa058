// Where a function lets a value go.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

#include <optional>

namespace asynctidy::facts {

/// One place that a task, or a callable that is to run later, goes to.
struct Escape {
  enum class Kind : unsigned char {
    Unknown,  ///< given to somebody of whom nothing is known
    Awaited,  ///< by a co_await in the same full expression, alone or as part of what is awaited
    Waited,   ///< given to a function that returns when the work has ended
    Dropped,  ///< nobody takes it
    Named,    ///< put into the local variable Into
    Stored,   ///< put into a container, a member, a variable: into Path
    Returned, ///< by return or co_return
    Spawned,  ///< given to a function that lets it run beside this one
  };
  Kind What;
  const clang::Stmt *At;                 ///< the await, the call, the return
  const clang::VarDecl *Into = nullptr;  ///< of Named
  AccessPath Path = {};                  ///< of Stored
  const clang::CallExpr *Sink = nullptr; ///< the last function on the way that lets it run beside this one, or later
};

/// Finds destinations within one function. Not thread-safe.
class Escapes {
public:
  /// \p Up: of the function that all expressions asked about belong to.
  Escapes(const Parents &Up, TranslationUnit &Unit) : Up(Up), Unit(Unit) {}

  /// Where the value of \p E, a call or a lambda, goes.
  Escape of(const clang::Expr &E) const { return follow(E, /*Depth=*/0); }

  /// What a mention of the variable \p Name does with the work it holds. A container counts as what it holds: an
  /// insertion is Stored.
  Escape ofMention(const clang::DeclRefExpr &Name) const { return follow(Name, /*Depth=*/0); }

private:
  Escape follow(const clang::Expr &E, unsigned Depth) const;
  /// What \p Call does with \p E; nothing when what it returns stands for the work of \p E.
  std::optional<Escape> asArgument(const clang::Expr &E, const clang::CallExpr &Call, unsigned Depth) const;
  Escape ofParameter(const clang::FunctionDecl &Callee, unsigned Index, const clang::CallExpr &Call,
                     unsigned Depth) const;

  const Parents &Up;
  TranslationUnit &Unit;
};

/// Whether models call the function of \p Call one that lets what it is given run beside the caller, or later.
bool isSink(const clang::CallExpr &Call, const models::ModelSet &Models);
/// The same of one of its arguments.
bool isSinkOf(const clang::CallExpr &Call, const clang::Expr &Argument, const models::ModelSet &Models);
/// What models say of one argument of \p Call, or of its object.
bool saysOfArgument(const clang::CallExpr &Call, const clang::Expr &Argument, models::Means Is,
                    const models::ModelSet &Models);

/// True for a function that puts its argument into the container it is called on, as far as its name and class tell.
bool isInsertion(const clang::CallExpr &Call, const models::ModelSet &Models);

} // namespace asynctidy::facts
