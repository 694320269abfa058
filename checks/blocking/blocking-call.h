#pragma once

#include "checks/blocking/blocking-check.h"

namespace asynctidy::checks {

/// Finds calls in coroutines that block the thread, directly or through the functions they call.
///
/// User documentation: docs/checks/blocking-call.md
class BlockingCallCheck : public BlockingCheck {
public:
  BlockingCallCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  summaries::CheckId finds() const override;
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;

  const bool ThreadLocks; ///< also report locking a thread mutex
  const bool Descriptors; ///< also report reads and writes of descriptors that may be blocking
};

} // namespace asynctidy::checks
