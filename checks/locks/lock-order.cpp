#include "checks/locks/lock-order.h"

namespace asynctidy::checks {

summaries::CheckId LockOrderCheck::finds() const { return summaries::CheckId::LockOrder; }

} // namespace asynctidy::checks
