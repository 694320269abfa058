#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds locals destroyed before the tasks that use them: a group outlives them, or an exception skips the await.
///
/// User documentation: docs/checks/scope-order.md
class ScopeOrderCheck : public DanglingCheck {
public:
  ScopeOrderCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
};

} // namespace asynctidy::checks
