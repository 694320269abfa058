#pragma once

#include "checks/async-check.h"

#include "analyses/cancellation/swallowed-cancellation.h"

namespace asynctidy::checks {

/// Finds handlers and retry loops in coroutines that catch cancellation and go on.
///
/// User documentation: docs/checks/swallowed-cancellation.md
class SwallowedCancellationCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void handler(const analyses::SwallowedCancellation &Swallowed);
  void errorCode(const analyses::SwallowedCancellation &Swallowed);
};

} // namespace asynctidy::checks
