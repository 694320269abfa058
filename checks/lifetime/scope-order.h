#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds task groups that outlive the locals their tasks refer to.
///
/// User documentation: docs/checks/scope-order.md
class ScopeOrderCheck : public DanglingCheck {
public:
  ScopeOrderCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
};

} // namespace asynctidy::checks
