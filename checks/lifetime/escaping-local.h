#pragma once

#include "checks/lifetime/dangling-check.h"

namespace asynctidy::checks {

/// Finds tasks and views that leave a function although they need its locals or its 'try'.
///
/// User documentation: docs/checks/escaping-local.md
class EscapingLocalCheck : public DanglingCheck {
public:
  EscapingLocalCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
};

} // namespace asynctidy::checks
