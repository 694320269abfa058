#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds exceptions that are lost on the way through a clean-up, or thrown as a pointer to them.
///
/// User documentation: docs/checks/lost-cleanup.md
class LostCleanupCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
