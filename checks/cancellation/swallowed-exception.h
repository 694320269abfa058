#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds handlers around awaits, promise types and unread results of joins that drop exceptions without a trace.
///
/// User documentation: docs/checks/swallowed-exception.md
class SwallowedExceptionCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
