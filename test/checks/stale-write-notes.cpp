// RUN: %check_async async-stale-write %s
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
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'n_' is overwritten with a value computed before a suspension, so a change made meanwhile is lost [async-stale-write]
    // CHECK-NOTES: :[[@LINE-4]]:15: note: it is read here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: the coroutine is suspended here
  }
  task<> lazily() {
    if (!p_)
      p_ = co_await make();
    // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'p_' was tested before a suspension and is set after it, although another coroutine may have set it meanwhile [async-stale-write]
    // CHECK-NOTES: :[[@LINE-3]]:10: note: it is tested here
    // CHECK-NOTES: :[[@LINE-3]]:12: note: the coroutine is suspended here
  }
  int n_ = 0;
  int *p_ = nullptr;
};
