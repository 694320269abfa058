// RUN: %check_async async-unawaited-task %s
// RUN: %check_async async-unawaited-task %s --likely
//
// Work that has begun, awaited one by one: the function leaves while some of it still runs.
#include "signals.h"

#include <stdexcept>
#include <string>

void use(const std::string &);
shard::future<> tick();
shard::future<int> count(int);
shard::future<int> length(const std::string &text) {
  co_await tick();
  use(text);
  co_return 1;
}
shard::future<> all(shard::future<int> &&, shard::future<int> &&);

// A home-made one, which owns its coroutine.
struct owning {
  struct promise_type {
    owning get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception();
    void return_value(bool);
  };
  owning(owning &&) noexcept;
  ~owning() { handle.destroy(); }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  bool await_resume();
  std::coroutine_handle<promise_type> handle;
};
owning attempt(int);

// Like C++/WinRT's: awaited through a member of the coroutine's own promise.
namespace win {
template <class T> struct operation {
  T get();
  void Cancel();
};
template <class T> struct operation_awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class T> operation_awaiter<T> operator co_await(const operation<T> &);
operation<int> load(int);
} // namespace win
template <class T, class... Args> struct std::coroutine_traits<win::operation<T>, Args...> {
  struct promise_type {
    win::operation<T> get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception();
    void return_value(T);
  };
};

// A local is gone when the second uses it: sure.
shard::future<int> early(std::string text) {
  std::string copy = text + "!";
  auto first = count(1);
  auto second = length(copy);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'second' has begun and is not awaited before an early exit, so it uses a local that is gone on that path [async-unawaited-task]
  try {
    if (co_await std::move(first) == 0)
      co_return 0;
  } catch (...) {}
  co_return co_await std::move(second);
}

shard::future<int> exception() {
  auto first = count(1);
  auto second = count(2);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: task 'second' has begun and is not awaited when an exception leaves the scope, so nothing waits for it on that path [async-unawaited-task]
  int sum = co_await std::move(first);
  sum += co_await std::move(second);
  co_return sum;
}


win::operation<int> loads() {
  auto first = win::load(1);
  auto second = win::load(2);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: {{.*}} 'second' has begun and is not awaited
  int sum = co_await first;
  if (sum < 0)
    throw std::runtime_error("none");
  co_return sum + co_await second;
}

template <class T> shard::future<int> generic(T number) {
  auto first = count(number);
  auto second = count(number + 1);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: {{.*}} 'second' has begun and is not awaited
  int sum = co_await std::move(first);
  co_return sum + co_await std::move(second);
}
shard::future<int> instances() { co_return co_await generic(1) + co_await generic(2L); }

auto in_lambda = []() -> shard::future<int> {
  auto first = count(1);
  auto second = count(2);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: {{.*}} 'second' has begun and is not awaited
  int sum = co_await std::move(first);
  co_return sum + co_await std::move(second);
};

// What owns its coroutine destroys it. That may be too early for what it waits for; locals made before live longer.
owning both() {
  auto first = attempt(1);
  auto second = attempt(2);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: {{.*}} 'second' has begun and is not awaited
  if (!co_await std::move(first))
    co_return false;
  co_return co_await std::move(second);
}
struct bell {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
bell rings();
owning rings_into(std::string &text) {
  co_await rings();
  text += "!";
  co_return true;
}
owning both_by_a_bell() {
  std::string text;
  auto first = rings_into(text);
  auto second = rings_into(text);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: {{.*}} 'second' has begun and is not awaited when an exception leaves the scope, so nothing waits for it on that path
  co_await std::move(first);
  co_return co_await std::move(second);
}
// What these wait for ends with them.
owning fill(std::string &text) {
  co_await attempt(0);
  text += "!";
  co_return true;
}
owning both_into_a_local() {
  std::string text;
  auto first = fill(text);
  auto second = fill(text);
  co_await std::move(first);
  co_return co_await std::move(second);
}
struct request {
  explicit request(int);
  ~request();
  bell sent();
};
owning asks(std::string &text) {
  request first(1);
  co_await first.sent();
  co_await request(2).sent();
  text += "!";
  co_return true;
}
owning both_ask() {
  std::string text;
  auto first = asks(text);
  auto second = asks(text);
  co_await std::move(first);
  co_return co_await std::move(second);
}
// Awaited together, in every case, or in the handler.
shard::future<> together() {
  auto first = count(1);
  auto second = count(2);
  co_await all(std::move(first), std::move(second));
}
shard::future<int> in_handler() {
  auto first = count(1);
  auto second = count(2);
  int sum = 0;
  try {
    sum = co_await std::move(first);
  } catch (...) {
    sum = -1;
  }
  sum += co_await std::move(second);
  co_return sum;
}
win::operation<int> cancelled() {
  auto first = win::load(1);
  auto second = win::load(2);
  int sum = 0;
  try {
    sum = co_await first;
  } catch (...) {
    second.Cancel();
    throw;
  }
  co_return sum + co_await second;
}

// The second begins after the first has ended; only one has begun; lazy work does not run.
shard::future<int> in_turn() {
  int sum = co_await count(1);
  auto second = count(2);
  sum += co_await std::move(second);
  co_return sum;
}
shard::future<int> before_both(bool now) {
  auto first = count(1);
  auto second = count(2);
  if (now)
    co_return 0;
  co_await all(std::move(first), std::move(second));
  co_return 1;
}
task<int> lazy(int);
task<int> lazy_ones() {
  auto first = lazy(1);
  auto second = lazy(2);
  int sum = co_await std::move(first);
  co_return sum + co_await std::move(second);
}
// Kept on purpose.
shard::future<int> on_purpose() {
  auto first = count(1);
  [[maybe_unused]] auto second = count(2);
  int sum = co_await std::move(first);
  co_return sum + co_await std::move(second);
}
