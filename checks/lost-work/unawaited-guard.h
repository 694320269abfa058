#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// Finds asynchronous lock guards that some path never awaits, or that are destroyed in the statement that awaits them.
///
/// User documentation: docs/checks/unawaited-guard.md
class UnawaitedGuardCheck : public AsyncCheck {
public:
  UnawaitedGuardCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void unawaitedLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);
  void guardsThatDieAtOnce(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

  const bool AllowBarrier;
};

} // namespace asynctidy::checks
