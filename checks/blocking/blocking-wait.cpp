#include "checks/blocking/blocking-wait.h"

namespace asynctidy::checks {

bool BlockingWaitCheck::concerns(const facts::BlockingCall &End) const { return End.WaitsForWork; }

llvm::StringRef BlockingWaitCheck::harm() const {
  return "parks the thread of this coroutine until other work is done, which never ends if that work needs the thread";
}

} // namespace asynctidy::checks
