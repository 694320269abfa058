// RUN: %check_async async-stale-write %s --likely
//
// A lock that is held keeps out only those who take it, too.
#include "locks.h"
#include "task.h"
#include <mutex>

task<int> value();

class account {
public:
  task<> deposit() {
    auto guard = co_await lock_.scoped_lock();
    const int before = balance_;
    balance_ = before + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'balance_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: this is likely rather than sure, because it assumes that the function that makes the change runs without the lock that is held here
  }
  task<> refresh() {
    int now = co_await value();
    balance_ = now;
  }

private:
  maple::mutex lock_;
  int balance_ = 0;
};

// ---- both take it; one of them in a function that it calls, or that calls it

class guarded {
public:
  task<> deposit() {
    auto guard = co_await lock_.scoped_lock();
    const int before = balance_;
    balance_ = before + co_await value();
  }
  task<> withdraw() {
    auto guard = co_await lock_.scoped_lock();
    balance_ = 0;
  }
  task<> refresh() {
    auto guard = co_await lock_.scoped_lock();
    co_await set();
  }

private:
  task<> set() {
    balance_ = co_await value();
  }
  maple::mutex lock_;
  int balance_ = 0;
};

// ---- the other function is meant for the time before the work begins

class prepared {
public:
  void prepare(int start) { balance_ = start; }
  task<> deposit() {
    auto guard = co_await lock_.scoped_lock();
    const int before = balance_;
    balance_ = before + co_await value();
  }

private:
  maple::mutex lock_;
  int balance_ = 0;
};
