#include "checks/locks/lock-order.h"

namespace asynctidy::checks {

link::Checks LockOrderCheck::finds() const { return link::LockOrder; }

} // namespace asynctidy::checks
