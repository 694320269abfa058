#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// Finds calls in coroutines that park the thread, directly or through the functions they call.
///
/// User documentation: docs/checks/blocking-call.md
class BlockingCallCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  link::Checks finds() const override;
};

} // namespace asynctidy::checks
