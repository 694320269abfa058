#pragma once

#include "checks/async-check.h"

#include "analyses/locks/resume-under-lock.h"

namespace asynctidy::checks {

/// Finds callbacks that are called, and coroutines that are resumed, while a thread lock is held.
///
/// User documentation: docs/checks/resume-under-lock.md
class ResumeUnderLockCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void report(const analyses::ResumeUnderLock &Found, clang::SourceLocation At);
};

} // namespace asynctidy::checks
