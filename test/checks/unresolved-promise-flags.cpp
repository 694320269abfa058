// RUN: %check_async async-unresolved-promise %s
// RUN: %check_async async-unresolved-promise %s --likely
//
// Flags that waits for a condition test: a coroutine sets one and, when an exception ends it, never takes it back.
#include "signals.h"

#include <atomic>
#include <utility>

template <class F> class [[nodiscard]] at_exit {
public:
  explicit at_exit(F f) : f_(std::move(f)) {}
  ~at_exit() { f_(); }

private:
  F f_;
};

// A condition with a predicate.
shard::future<int> transfer(int);
class pump {
public:
  shard::future<int> run(int n) {
    co_await idle_.wait([this] { return !busy_; });
    busy_ = true;
    const int done = co_await transfer(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: exception of this 'co_await' skips the completion of 'busy_', so coroutines that wait for it are never resumed [async-unresolved-promise]
    busy_ = false;
    idle_.signal();
    co_return done;
  }

private:
  shard::condition idle_;
  bool busy_ = false;
};

// A loop around the wait; a flag that is an atomic, and set back when all is well.
class flusher {
public:
  shard::future<> flush() {
    while (flushing_)
      co_await idle_.when();
    flushing_.store(true);
    co_await transfer(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'flushing_'
    flushing_ = false;
    idle_.broadcast();
  }

private:
  shard::condition idle_;
  std::atomic<bool> flushing_ = false;
};

// An event that is awaited by itself, beside the flag.
task<> transmit();
class door {
public:
  task<> pass() {
    while (!open_)
      co_await opened_;
    open_ = false;
    co_await transmit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'open_'
    open_ = true;
    opened_.set();
  }

private:
  plain::manual_event opened_;
  bool open_ = true;
};

// Taken back on every path: by a handler, by a destructor; not set across an await; tested by nothing that waits.
class careful {
public:
  shard::future<> by_handler() {
    co_await idle_.wait([this] { return !busy_; });
    busy_ = true;
    try {
      co_await transfer(1);
    } catch (...) {
      busy_ = false;
      idle_.signal();
      throw;
    }
    busy_ = false;
    idle_.signal();
  }
  shard::future<> by_destructor() {
    co_await idle_.wait([this] { return !busy_; });
    busy_ = true;
    at_exit done([this] {
      busy_ = false;
      idle_.signal();
    });
    co_await transfer(1);
  }
  shard::future<> in_between() {
    co_await transfer(1);
    busy_ = true;
    busy_ = false;
    idle_.signal();
    co_await transfer(2);
  }
  shard::future<> untested() {
    tried_ = true;
    co_await transfer(1);
    tried_ = false;
  }

private:
  shard::condition idle_;
  bool busy_ = false;
  bool tried_ = false;
};
