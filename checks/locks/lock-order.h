#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// Finds locks that are taken in different orders, so that two holders can wait for each other indefinitely.
///
/// User documentation: docs/checks/lock-order.md
class LockOrderCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  summaries::CheckId finds() const override;
};

} // namespace asynctidy::checks
