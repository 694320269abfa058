#include "checks/blocking/blocking-call.h"

namespace asynctidy::checks {

link::Checks BlockingCallCheck::finds() const { return link::BlockingCall; }

} // namespace asynctidy::checks
