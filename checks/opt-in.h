#pragma once

#include "checks/async-check.h"

namespace asynctidy::checks {

/// \p Check, which reports nothing until its option Enable turns it on: what ASYNC_OPT_IN_CHECK of checks.def
/// registers.
template <class Check> class OptIn final : public Check {
public:
  using Check::Check;

private:
  bool isOptIn() const override { return true; }
};

} // namespace asynctidy::checks
