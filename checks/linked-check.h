#pragma once

#include "checks/async-check.h"
#include "summaries/check-set.h"

namespace asynctidy::checks {

/// The base of the checks across functions: reports the findings of lib/link at their locations.
class LinkedCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void examineUnit(facts::TranslationUnit &Unit) override;

private:
  /// A fix-it for the finding at the location; may be empty.
  virtual llvm::SmallVector<clang::FixItHint, 2> fixAt(clang::SourceLocation, facts::TranslationUnit &) const {
    return {};
  }

  /// The findings to report.
  virtual summaries::CheckId finds() const = 0;
};

} // namespace asynctidy::checks
