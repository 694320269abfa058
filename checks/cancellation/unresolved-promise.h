#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds events, promises and handles that a path leaves uncompleted, so that coroutines wait indefinitely.
///
/// User documentation: docs/checks/unresolved-promise.md
class UnresolvedPromiseCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;

  void awaiters(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);
  void events(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);
};

} // namespace asynctidy::checks
