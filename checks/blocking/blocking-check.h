#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// What the checks about blocking share: where a model knows the asynchronous form of the very call, it replaces it.
class BlockingCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  llvm::SmallVector<clang::FixItHint, 2> fixAt(clang::SourceLocation At, facts::TranslationUnit &Unit) const override;
};

} // namespace asynctidy::checks
