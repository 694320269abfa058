#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds tasks that are awaited after an earlier await or a move consumed them.
///
/// User documentation: docs/checks/double-await.md
class DoubleAwaitCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
