#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds detached work whose exceptions are lost.
///
/// User documentation: docs/checks/detached-task.md
class DetachedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
