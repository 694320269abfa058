#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// Finds locks that are taken in different orders, so that threads or tasks can deadlock.
///
/// User documentation: docs/checks/lock-order.md
class LockOrderCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  summaries::CheckId finds() const override;
};

} // namespace asynctidy::checks
