// RUN: %check_async async-dangling-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --suffix=CAPTURE
// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely --suffix=THIS
//
// Work that the initializers of a constructor start, register or keep: like that of its body.
#include "lifetime.h"
#include <utility>

using grove::eager;
using grove::tick;

struct statement {
  bool step();
  int row() const;
};

// A generator in a member, made by a closure that dies with the initializer; in the style of a cursor.
template <class T> class rows {
public:
  struct promise_type {
    rows get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T &) noexcept { return {}; }
    void return_void() {}
    void unhandled_exception();
  };
  struct iterator {
    iterator &operator++();
    const T &operator*() const;
    bool operator==(int) const;
  };
  iterator begin();
  int end() const;
  rows(rows &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~rows() {
    if (handle_)
      handle_.destroy();
  }

private:
  std::coroutine_handle<promise_type> handle_;
};

class cursor {
public:
  cursor(statement *from, int limit)
      : rows_([from, limit]() -> rows<int> {
          // CHECK-MESSAGES-CAPTURE: :[[@LINE-1]]:15: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
          for (int i = 0; i < limit && from->step(); ++i)
            co_yield from->row();
        }()) {}

  cursor(statement *from, int limit, bool) : rows_(read(from, limit)) {}

private:
  static rows<int> read(statement *from, int limit) {
    for (int i = 0; i < limit && from->step(); ++i)
      co_yield from->row();
  }
  rows<int> rows_;
};

// A lazy task in a member, of a closure without captures, and of one with them.
class job {
public:
  explicit job(int n) : work_([n]() -> task<> {
                          // CHECK-MESSAGES-CAPTURE: :[[@LINE-1]]:31: warning: this closure is destroyed before the coroutine uses its captures
                          co_await tick();
                          log(n);
                        }()) {}
  job() : work_([](int n) -> task<> {
            co_await tick();
            log(n);
          }(1)) {}

private:
  static void log(int);
  task<> work_;
};

// Started by an initializer, and nothing is kept of it.
class poller {
public:
  poller() : number_((grove::spawn(grove::executor(), poll()), 1)) {}
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:55: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
  explicit poller(int n) : number_((grove::spawn(grove::executor(), count(n)), 1)) {}

private:
  eager poll() {
    co_await tick();
    ++number_;
  }
  static eager count(int n) {
    co_await tick();
    (void)n;
  }
  int number_ = 0;
};

// Started by a function that the constructor calls.
class compactor {
public:
  compactor() { init(); }
  void again() { restart(); }

private:
  void init() { (void)background(); }
  // CHECK-MESSAGES-THIS-LIKELY: :[[@LINE-1]]:23: warning: 'this' does not keep its object alive
  void restart() { (void)background(); }
  eager background() {
    co_await tick();
    ++done_;
  }
  int done_ = 0;
};
