#pragma once

#include "checks/blocking/blocking-check.h"

namespace asynctidy::checks {

/// Finds synchronous waits for asynchronous work in coroutines and in what they call.
///
/// User documentation: docs/checks/blocking-wait.md
class BlockingWaitCheck : public BlockingCheck {
public:
  using BlockingCheck::BlockingCheck;

private:
  summaries::CheckId finds() const override;
};

} // namespace asynctidy::checks
