#include "checks/locks/self-deadlock.h"

namespace asynctidy::checks {

summaries::CheckId SelfDeadlockCheck::finds() const { return summaries::CheckId::SelfDeadlock; }

} // namespace asynctidy::checks
