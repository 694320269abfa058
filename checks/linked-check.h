#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// What the checks that look across functions share: lib/link has found it, these say it at its places.
class LinkedCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examineUnit(facts::Facts &Facts) final;

  /// Whose findings are this check's.
  virtual link::Checks finds() const = 0;
};

} // namespace asynctidy::checks
