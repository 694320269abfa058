#pragma once

#include "analyses/lifetime/dangling-this-owners.h"
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
  void report(const analyses::UnheldWork &Work);
};

} // namespace asynctidy::checks
