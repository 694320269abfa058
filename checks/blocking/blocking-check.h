#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// What the checks about blocking share: they look at the calls of coroutines and show the whole way to what blocks.
class BlockingCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::Facts &Facts) override;

  /// Whether a chain that ends in \p End is this check's business.
  virtual bool concerns(const facts::BlockingCall &End) const = 0;
  /// What happens at run time, after "'who' ": "parks ...".
  virtual llvm::StringRef harm() const = 0;
};

} // namespace asynctidy::checks
