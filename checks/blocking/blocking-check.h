#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// The base of the checks for blocking calls: offers the asynchronous form of a call as a fix-it, where a model has it.
class BlockingCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  llvm::SmallVector<clang::FixItHint, 2> fixAt(clang::SourceLocation At, facts::TranslationUnit &Unit) const override;
};

} // namespace asynctidy::checks
