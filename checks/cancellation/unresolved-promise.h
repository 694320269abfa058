#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds awaiters that forget the coroutine they suspend, so that it never wakes.
///
/// User documentation: docs/checks/unresolved-promise.md
class UnresolvedPromiseCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
