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
  bool Overwrites; ///< independently of the old value; else it is one step of many, such as an insertion
};

/// The first place that \p Counts of those where the user's functions change \p Object or overwrite what it is a part
/// of; nothing when there is none. Constructors and destructors do not change their own object, nor does what models
/// say changes nothing.
std::optional<Change> changeOf(const SharedObject &Object, TranslationUnit &Unit,
                               llvm::function_ref<bool(const Change &)> Counts);

} // namespace asynctidy::facts
