#pragma once

#include "checks/async-check.h"
#include "summaries/check-set.h"

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

  /// The check whose findings these are.
  virtual summaries::CheckId finds() const = 0;
};

} // namespace asynctidy::checks
