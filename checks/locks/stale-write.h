#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds writes of shared state that are based on a read before a suspension.
///
/// User documentation: docs/checks/stale-write.md
class StaleWriteCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
