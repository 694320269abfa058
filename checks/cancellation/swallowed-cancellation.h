#pragma once

#include "checks/async-check.h"

#include "facts/swallowed-cancellation.h"

namespace asynctidy::checks {

/// Finds handlers and retry loops in coroutines that catch cancellation and go on.
///
/// User documentation: docs/checks/swallowed-cancellation.md
class SwallowedCancellationCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::Facts &Facts) override;
  void handler(const facts::SwallowedCancellation &Swallowed);
  void errorCode(const facts::SwallowedCancellation &Swallowed);
};

} // namespace asynctidy::checks
