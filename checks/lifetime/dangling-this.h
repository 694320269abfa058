#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds member coroutines that use their object after it is destroyed.
///
/// User documentation: docs/checks/dangling-this.md
class DanglingThisCheck : public DanglingCheck {
public:
  DanglingThisCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
