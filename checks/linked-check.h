#pragma once

#include "checks/async-check.h"
#include "link/function-facts.h"

namespace asynctidy::checks {

/// What the checks that look across functions share: lib/link has found it, these say it at its places.
class LinkedCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void examineUnit(facts::TranslationUnit &Unit) override;

private:
  /// An edit that mends what is found at \p At.
  virtual llvm::SmallVector<clang::FixItHint, 2> fixAt(clang::SourceLocation, facts::TranslationUnit &) const {
    return {};
  }

  /// Whose findings are this check's.
  virtual link::Checks finds() const = 0;
};

} // namespace asynctidy::checks
