#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds coroutines that use a capture of a closure, or of a scope, which is gone when they run.
///
/// User documentation: docs/checks/dangling-capture.md
class DanglingCaptureCheck : public DanglingCheck {
public:
  DanglingCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

private:
  Edits fixes(const analyses::DanglingWork &Work, const clang::FunctionDecl &F,
              facts::TranslationUnit &Unit) const override;
};

} // namespace asynctidy::checks
