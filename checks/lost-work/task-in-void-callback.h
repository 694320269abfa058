#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds callables that return a task to a caller that ignores it.
///
/// User documentation: docs/checks/task-in-void-callback.md
class TaskInVoidCallbackCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void examineInitializer(const clang::Expr &E, facts::TranslationUnit &Unit) override;
  void examineBelow(const clang::Stmt *Body, facts::TranslationUnit &Unit);
};

} // namespace asynctidy::checks
