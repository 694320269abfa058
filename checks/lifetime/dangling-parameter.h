#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds tasks that use an argument which is gone when they run.
///
/// User documentation: docs/checks/dangling-parameter.md
class DanglingParameterCheck : public DanglingCheck {
public:
  DanglingParameterCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
};

} // namespace asynctidy::checks
