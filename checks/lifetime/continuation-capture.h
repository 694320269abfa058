#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds callbacks that are called after the objects that their captures refer to are destroyed.
///
/// User documentation: docs/checks/continuation-capture.md
class ContinuationCaptureCheck : public DanglingCheck {
public:
  ContinuationCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
};

} // namespace asynctidy::checks
