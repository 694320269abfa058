#include "checks/blocking/blocking-call.h"

namespace asynctidy::checks {

bool BlockingCallCheck::concerns(const facts::BlockingCall &End) const { return !End.WaitsForWork; }

llvm::StringRef BlockingCallCheck::harm() const {
  return "parks the thread of this coroutine, so nothing else on that thread runs meanwhile";
}

} // namespace asynctidy::checks
