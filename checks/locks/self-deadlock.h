#pragma once

#include "checks/linked-check.h"

namespace asynctidy::checks {

/// Finds locks that their holder takes again, directly or in what it calls or awaits.
///
/// User documentation: docs/checks/self-deadlock.md
class SelfDeadlockCheck : public LinkedCheck {
public:
  using LinkedCheck::LinkedCheck;

private:
  summaries::CheckId finds() const override;
};

} // namespace asynctidy::checks
