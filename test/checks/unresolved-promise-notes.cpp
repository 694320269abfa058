// RUN: %check_async async-unresolved-promise %s
//
// The notes: where it was opened, what the exception skips, and who waits.
#include "signals.h"

task<> transmit();

class uplink {
public:
  task<> flush() {
    while (!idle_.is_set())
      co_await idle_;
    idle_.reset();
    co_await transmit();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'idle_', so coroutines that wait for it are never resumed [async-unresolved-promise]
    // CHECK-NOTES: :[[@LINE-3]]:5: note: 'idle_' is reset here
    // CHECK-NOTES: :[[@LINE+2]]:5: note: it is completed here on other paths
    // CHECK-NOTES: :[[@LINE-6]]:7: note: a coroutine waits for it here
    idle_.set();
  }

private:
  plain::manual_event idle_;
};
