// Discarded values: computed by a function and not used.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

/// How a value is discarded.
enum class DiscardedBy {
  Statement,  ///< an expression statement, or a branch of one
  Comma,      ///< the left of a comma: its temporaries live while the right is evaluated
  Assignment, ///< assigned to a variable that ignores it, as `std::ignore`
  VoidCast,   ///< cast to void
};

/// One discarded value.
struct Discard {
  const clang::Expr *Value;   ///< without parentheses, clean-ups and casts around it
  const clang::Expr *Written; ///< the same with its parentheses: where an edit goes
  DiscardedBy How;
  bool WantsBool; ///< the right operand of `&&` or `||`
};

/// The discarded values of \p F, in source order: expression statements, the left of a comma, the arms of `?:`, the
/// right of `&&` and `||`, `for` increments, casts to void. Built-in operators only: an overloaded one uses its
/// operands. The last statement of a statement expression is its value, so it is not discarded.
const std::vector<Discard> &discardsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

/// The discarded values below an expression outside of function bodies (an initializer, a default argument). Its own
/// value is used.
std::vector<Discard> discardsInInitializer(const clang::Expr &E, const models::ModelSet &Models);

/// True when \p Location comes from an argument of a macro that expects it to throw, die or not compile.
bool inMacroThatExpectsExit(clang::SourceLocation Location, const clang::ASTContext &Context,
                            const models::ModelSet &Models);

} // namespace asynctidy::facts
