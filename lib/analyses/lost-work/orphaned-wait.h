// Waits that never end when the work that they wait for fails.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"

#include <optional>

namespace asynctidy::analyses {

/// What is waited for until a coroutine has done it.
struct OrphanedWait {
  const clang::ValueDecl *Signal; ///< the member or global that stands for it
  const clang::Stmt *Completes;   ///< where the coroutine lets the waiting ones go on
  const clang::Stmt *Waits;       ///< where another coroutine waits
  const clang::Stmt *Thrower;     ///< throws the exception that ends the coroutine before
  summaries::Assumptions Assumes;
};

/// What other coroutines wait for when an exception has ended \p Coroutine; nothing when they learn of it: by a handler
/// or a destructor in it, or because other functions let them go on, too.
std::optional<OrphanedWait> waitOrphanedBy(const clang::FunctionDecl &Coroutine, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
