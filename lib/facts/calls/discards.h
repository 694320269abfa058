// Which values of a function are computed and thrown away.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::facts {

/// How a value is thrown away.
enum class DiscardedBy {
  Statement,  ///< an expression statement, or a branch of one
  Comma,      ///< the left of a comma: what it made lives on while the right is evaluated
  Assignment, ///< assigned to a variable that drops it
  VoidCast,   ///< cast to void
};

struct Discard {
  const clang::Expr *Value;   ///< without parentheses, clean-ups and casts around it
  const clang::Expr *Written; ///< the same with its parentheses: where an edit goes
  DiscardedBy How;
  bool WantsBool; ///< the right operand of `&&` or `||`
};

/// The discarded values of \p F, in source order: expression statements, the left of a comma, the arms of `?:`,
/// the right of `&&` and `||`, `for` increments, casts to void. Built-in operators only: an overloaded one uses its
/// operands. The last statement of a statement expression is its value and no discard.
const std::vector<Discard> &discardsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

/// The same below an expression outside of all bodies, whose own value is used: an initializer, a default argument.
std::vector<Discard> discardsInInitializer(const clang::Expr &E, const models::ModelSet &Models);

/// True when \p Location comes from an argument of a macro that expects it to throw, die or not compile.
bool inMacroThatExpectsExit(clang::SourceLocation Location, const clang::ASTContext &Context,
                            const models::ModelSet &Models);

} // namespace asynctidy::facts
