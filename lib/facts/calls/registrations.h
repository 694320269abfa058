// Members that callbacks are kept in, and which functions put them there.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <optional>

namespace asynctidy::facts {

/// The member of `this` that \p E is, or is a part, an element or a copy of, as far as \p In shows it: `listeners_` for
/// the variable of `for (auto &listener : listeners_)`. Null when it is none.
const clang::FieldDecl *memberBehind(const clang::Expr *E, const clang::FunctionDecl &In);

/// How code outside of a class puts something into a member of it.
struct Registration {
  /// The public function or constructor that keeps its argument there, or gives access to the member; null for a public
  /// member.
  const clang::FunctionDecl *By;
  bool AtConstruction; ///< only constructors do
};

/// The first registration in the source; nothing when only the class itself assigns \p Member, or what does is not
/// visible.
std::optional<Registration> registrationOf(const clang::FieldDecl &Member, TranslationUnit &Unit);

} // namespace asynctidy::facts
