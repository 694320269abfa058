// Which functions change the objects that several can reach.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/unit/translation-unit.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>

namespace asynctidy::facts {

/// A place that changes an object.
struct Change {
  const clang::FunctionDecl *In;
  const clang::Expr *At;
};

/// The first place where a function that \p Counts, called with each of the user's functions, changes \p Object or
/// overwrites what it is a part of; nothing when none is seen. Constructors and destructors do not change their own
/// object, nor does what models say changes nothing.
std::optional<Change> changeOf(const SharedObject &Object, TranslationUnit &Unit,
                               llvm::function_ref<bool(const clang::FunctionDecl &)> Counts);

} // namespace asynctidy::facts
