#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// Finds synchronous waits for asynchronous work in coroutines and in what they call.
///
/// User documentation: docs/checks/blocking-wait.md
class BlockingWaitCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  link::Checks finds() const override;
};

} // namespace asynctidy::checks
