#include "checks/blocking/blocking-wait.h"

namespace asynctidy::checks {

summaries::CheckId BlockingWaitCheck::finds() const { return summaries::CheckId::BlockingWait; }

} // namespace asynctidy::checks
