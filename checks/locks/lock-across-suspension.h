#pragma once

#include "checks/async-check.h"

#include "facts/locks/held-locks.h"

namespace asynctidy::checks {

/// Finds thread locks that are held while a coroutine is suspended.
///
/// User documentation: docs/checks/lock-across-suspension.md
class LockAcrossSuspensionCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void report(const facts::HeldLock &Held, const clang::Stmt &Suspension);
};

} // namespace asynctidy::checks
