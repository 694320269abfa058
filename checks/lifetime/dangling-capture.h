#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds coroutine lambdas that use a capture after the closure, or the captured object, is destroyed.
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
