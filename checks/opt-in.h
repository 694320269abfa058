#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// \p Check, turned off until its option Enable is set; registered for ASYNC_OPT_IN_CHECK of checks.def.
template <class Check> class OptIn final : public Check {
public:
  using Check::Check;

private:
  bool isOptIn() const override { return true; }
};

} // namespace asynctidy::checks
