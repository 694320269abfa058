#include "checks/locks/self-deadlock.h"

namespace asynctidy::checks {

link::Checks SelfDeadlockCheck::finds() const { return link::SelfDeadlock; }

} // namespace asynctidy::checks
