#include "checks/blocking/blocking-wait.h"

namespace asynctidy::checks {

link::Checks BlockingWaitCheck::finds() const { return link::BlockingWait; }

} // namespace asynctidy::checks
