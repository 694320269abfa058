#pragma once

#include "checks/blocking/blocking-check.h"

namespace asynctidy::checks {

/// Finds calls in coroutines that park the thread, directly or through the functions they call.
///
/// User documentation: docs/checks/blocking-call.md
class BlockingCallCheck : public BlockingCheck {
public:
  using BlockingCheck::BlockingCheck;

private:
  bool concerns(const facts::BlockingCall &End) const override;
  llvm::StringRef harm() const override;
};

} // namespace asynctidy::checks
