#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds waits for a condition that can miss the change, because a suspension lies between test and wait.
///
/// User documentation: docs/checks/lost-wakeup.md
class LostWakeupCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
