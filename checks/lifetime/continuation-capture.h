#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds callbacks that use captured objects which are gone when they are called.
///
/// User documentation: docs/checks/continuation-capture.md
class ContinuationCaptureCheck : public DanglingCheck {
public:
  ContinuationCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
};

} // namespace asynctidy::checks
