#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds named tasks that reach the end of their scope without being awaited, and empty tasks that are awaited.
///
/// User documentation: docs/checks/unawaited-task.md
class UnawaitedTaskCheck : public AsyncCheck {
public:
  UnawaitedTaskCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void siblings(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

  const bool EarlyExits;
};

} // namespace asynctidy::checks
