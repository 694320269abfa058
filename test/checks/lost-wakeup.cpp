// RUN: %check_async async-lost-wakeup %s
// RUN: %check_async async-lost-wakeup %s --likely
//
// Conditions that remember no notification, awaited without a predicate.
#include "signals.h"

task<> log(const char *);
shard::future<> tick();

namespace wakes {
struct mutex {
  struct guard {
    guard(guard &&) noexcept;
    ~guard() { unlock(); }
    void unlock() noexcept;
  };
  struct locking {
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    guard await_resume() noexcept;
  };
  locking scoped_lock() noexcept;
  void unlock() noexcept;
};
struct condition_variable {
  task<> wait();
  task<> wait(mutex::guard &);
  task<> wait_for(int milliseconds);
  template <class Predicate> task<> wait(mutex::guard &, Predicate);
  void notify_one() noexcept;
  void notify_all() noexcept;
};
// Remembers: a notification that came before the wait is not lost.
struct semaphore {
  task<> wait();
  bool try_wait();
  void signal();
  void signal_all();
};
} // namespace wakes

// Between the test and the wait another coroutine may push and notify.
class queue {
public:
  task<int> pop() {
    while (items_.empty()) {
      co_await log("nothing there");
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'changed_' is awaited although the state may have changed in the suspension after the test, so its notification is missed and this may wait indefinitely [async-lost-wakeup]
    }
    int first = items_.front();
    items_.pop_front();
    co_return first;
  }
  void push(int item) {
    items_.push_back(item);
    changed_.notify_one();
  }

private:
  std::deque<int> items_;
  wakes::condition_variable changed_;
};

// The test leaves; an eager future.
class gate {
public:
  shard::future<> enter() {
    for (;;) {
      if (open_)
        co_return;
      co_await tick();
      co_await opened_.when();
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'opened_' is awaited although the state may have changed
    }
  }
  void open() {
    open_ = true;
    opened_.broadcast();
  }

private:
  bool open_ = false;
  shard::condition opened_;
};

// A template, on one path.
template <class T> class slot {
public:
  task<T> take(bool verbose) {
    while (!full_) {
      if (verbose)
        co_await log("waiting");
      co_await filled_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'filled_' is awaited although
    }
    full_ = false;
    co_return value_;
  }
  void put(T value) {
    value_ = value;
    full_ = true;
    filled_.notify_all();
  }

private:
  T value_{};
  bool full_ = false;
  wakes::condition_variable filled_;
};
task<> slots(slot<int> &a, slot<long> &b) {
  a.put(1);
  b.put(2);
  co_await a.take(true);
  co_await b.take(false);
}

// Not repeated after the wait: another one may have taken it.
class once {
public:
  task<int> pop() {
    if (items_.empty())
      co_await changed_.wait();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:16: warning: 'changed_' is awaited outside of a loop that repeats the test, so another coroutine may have taken what this one was woken for
    int first = items_.front();
    items_.pop_front();
    co_return first;
  }
  void push(int item) {
    items_.push_back(item);
    changed_.notify_one();
  }

private:
  std::deque<int> items_;
  wakes::condition_variable changed_;
};

// It stays so: the flag is never taken back.
class started {
public:
  task<> wait() {
    if (!started_)
      co_await changed_.wait();
  }
  void start() {
    started_ = true;
    changed_.notify_all();
  }

private:
  bool started_ = false;
  wakes::condition_variable changed_;
};

class good {
public:
  task<int> in_a_loop() {
    while (items_.empty())
      co_await changed_.wait();
    co_return items_.front();
  }
  task<int> tested_again() {
    while (items_.empty()) {
      co_await log("nothing there");
      if (items_.empty())
        co_await changed_.wait();
    }
    co_return items_.front();
  }
  task<int> with_a_predicate() {
    while (items_.empty()) {
      co_await log("nothing there");
      auto lock = co_await mutex_.scoped_lock();
      co_await changed_.wait(lock, [this] { return !items_.empty(); });
    }
    co_return items_.front();
  }
  task<int> locked() {
    auto lock = co_await mutex_.scoped_lock();
    while (items_.empty()) {
      co_await log("nothing there");
      co_await changed_.wait(lock);
    }
    co_return items_.front();
  }
  task<int> before_the_test() {
    co_await log("begins");
    while (items_.empty())
      co_await changed_.wait();
    co_await log("ends");
    co_return items_.front();
  }
  task<> asked_again() {
    while (items_.empty()) {
      co_await log("nothing there");
      if (none())
        co_await changed_.wait();
    }
  }
  task<> for_a_while() {
    while (items_.empty()) {
      co_await log("nothing there");
      co_await changed_.wait_for(10);
    }
  }
  bool none() const { return items_.empty(); }
  task<> remembered() {
    while (items_.empty()) {
      co_await log("nothing there");
      co_await count_.wait();
    }
  }
  task<> event() {
    while (items_.empty()) {
      co_await log("nothing there");
      co_await set_;
    }
  }
  task<> a_change_of_any_kind() {
    co_await log("waits");
    co_await changed_.wait();
  }
  void push(int item) {
    items_.push_back(item);
    changed_.notify_one();
    count_.signal();
    set_.set();
  }

private:
  std::deque<int> items_;
  wakes::mutex mutex_;
  wakes::condition_variable changed_;
  wakes::semaphore count_;
  plain::manual_event set_;
};

// Only this coroutine changes the state.
class own {
public:
  task<> run() {
    while (left_ > 0) {
      --left_;
      co_await log("one more");
      co_await next_.wait();
    }
  }
  void next() { next_.notify_all(); }

private:
  int left_ = 3;
  wakes::condition_variable next_;
};
