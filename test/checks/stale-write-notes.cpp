// RUN: %check_async async-stale-write %s --likely
//
// The notes: where it was read, and where others run.
#include "task.h"

task<> step();
task<int *> make();

class counter {
  task<> add() {
    int old = n_;
    co_await step();
    n_ = old + 1;
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'n_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
    // CHECK-NOTES: :[[@LINE-4]]:15: note: 'n_' is read here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: this is likely rather than sure, because it assumes that the coroutine runs more than once at a time for one object
  }
  task<> lazily() {
    if (!p_)
      p_ = co_await make();
    // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'p_' is set after a suspension but was tested before it, so a value set meanwhile is overwritten [async-stale-write]
    // CHECK-NOTES: :[[@LINE-3]]:10: note: 'p_' is tested here
    // CHECK-NOTES: :[[@LINE-3]]:12: note: the coroutine is suspended here
    // CHECK-NOTES: :[[@LINE-4]]:7: note: this is likely rather than sure, because it assumes that the coroutine runs more than once at a time for one object
  }
  int n_ = 0;
  int *p_ = nullptr;
};
