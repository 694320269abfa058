// RUN: %check_async async-detached-task %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-detached-task %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely
//
// Work that is handed on or dropped behind a chain, although other coroutines wait for what only it does.
#include "lifetime.h"
#include "signals.h"

#include <stdexcept>

shard::future<int> fetch();
void log(std::exception_ptr);

// A pool of a library, of which no model speaks.
namespace mill {
task<int> grain();
class pool {
public:
  bool spawn(task<> &&work) noexcept;
  void run(task<> work);
};
void in_background(pool &on, task<> work) { on.spawn(std::move(work)); }
} // namespace mill

class sacks {
public:
  explicit sacks(mill::pool &on) : pool_(on) {
    pool_.spawn(fill());
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:17: warning: nothing waits for 'fill', so when an exception ends it, coroutines that wait for 'full_' are not told [async-detached-task]
  }
  void again() {
    mill::in_background(pool_, fill());
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:32: warning: nothing waits for 'fill'
    pool_.run(fill()); // perhaps it waits
  }
  task<> next() { co_await full_; }

private:
  task<> fill() {
    filled_ = co_await mill::grain();
    full_.set();
  }
  mill::pool &pool_;
  plain::manual_event full_;
  int filled_ = 0;
};

// A spawning function that a model speaks of, and a lambda.
class drain {
public:
  void start() {
    grove::spawn(grove::executor(), [this]() -> task<> {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:37: warning: nothing waits for this lambda, so when an exception ends it, coroutines that wait for 'empty_' are not told
      left_ -= co_await mill::grain();
      empty_.set();
    });
  }
  task<> done() { co_await empty_; }

private:
  plain::manual_event empty_;
  int left_ = 0;
};

// It tells them, by a handler of its own, or by one that is given along.
class careful_drain {
public:
  void start() {
    grove::spawn(grove::executor(), [this]() -> task<> {
      try {
        left_ -= co_await mill::grain();
      } catch (const std::exception &failure) {
        failed_ = true;
      }
      empty_.set();
    });
  }
  task<> done() { co_await empty_; }

private:
  plain::manual_event empty_;
  bool failed_ = false;
  int left_ = 0;
};
class told_drain {
public:
  void start() {
    grove::spawn(grove::executor(), run(), [this](std::exception_ptr) { empty_.set(); });
  }
  task<> done() { co_await empty_; }

private:
  task<> run() {
    left_ -= co_await mill::grain();
    empty_.set();
  }
  plain::manual_event empty_;
  int left_ = 0;
};

// Behind a chain whose result is dropped: nothing else can tell them.
class chain {
public:
  chain() {
    (void)ring().finally([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: nothing waits for 'ring', so when an exception ends it, coroutines that wait for 'rung_' are not told
  }
  shard::future<> wait() { co_await rung_.get_shared_future(); }

private:
  struct ringing {
    struct promise_type {
      ringing get_return_object();
      std::suspend_never initial_suspend() noexcept { return {}; }
      std::suspend_never final_suspend() noexcept { return {}; }
      void unhandled_exception();
      void return_void();
    };
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    void await_resume();
    template <class F> ringing finally(F &&f) { return {}; }
  };
  ringing ring() {
    if (co_await fetch() < 0)
      throw std::runtime_error("silent");
    rung_.set_value();
  }
  shard::shared_promise rung_;
};
