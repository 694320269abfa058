#pragma once

#include "analyses/lost-work/detached-task-ending.h"
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
  void ending(const analyses::EndingThrow &Found, const clang::FunctionDecl &F);
};

} // namespace asynctidy::checks
