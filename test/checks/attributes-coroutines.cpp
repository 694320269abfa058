// UNSUPPORTED: llvm-16
// RUN: %check_async async-dangling-parameter,async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
//
// The attributes of coroutines, and how long they refer to their arguments.
#include "lifetime.h"

void log(const std::string &);
std::string name();

// ---- coro_lifetimebound: what is returned refers to all arguments, although no body tells

/// Begins at once, so that nothing is known of a coroutine in another file: it may have read its arguments before.
struct [[clang::coro_return_type, clang::coro_lifetimebound]] bound : grove::eager {
  struct promise_type {
    bound get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
template <class T> struct [[clang::coro_return_type, clang::coro_lifetimebound]] bound_as : bound {
  using promise_type = bound::promise_type;
};

bound elsewhere(const std::string &text);
bound_as<int> elsewhere_as(const std::string &text);
bound takes(std::string text);
grove::eager unsaid(const std::string &text);
[[clang::coro_disable_lifetimebound]] bound copies(const std::string &text);
[[clang::coro_wrapper]] bound wraps(const std::string &text);
[[clang::coro_wrapper, clang::coro_disable_lifetimebound]] bound wraps_a_copy(const std::string &text);
struct client {
  bound run();
  [[clang::coro_disable_lifetimebound]] bound start();
  grove::eager unsaid();
};
void arguments() {
  elsewhere(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'elsewhere' refers to is destroyed while the coroutine still runs
  elsewhere_as(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'elsewhere_as' refers to is destroyed while the coroutine still runs
  wraps(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'wraps' refers to is destroyed while the coroutine still runs
  takes(name());
  unsaid(name());
  copies(name());
  wraps_a_copy(name());
}
void object() {
  client one, two, three;
  one.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'one' on which 'run' is called is destroyed while the coroutine still runs
  two.start();
  three.unsaid();
}
bound reads_early(const std::string &text) { log(text); co_await grove::tick(); }
void bodies_tell_more() { reads_early(name()); }

// ---- coro_disable_lifetimebound: nor does a lazy task refer to them, of whose body nothing is known

task<> lazy(const std::string &text);
[[clang::coro_disable_lifetimebound]] task<> lazy_with_a_copy(const std::string &text);
task<> lazy_arguments() {
  auto t = lazy(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'lazy' refers to is destroyed before the coroutine runs
  auto u = lazy_with_a_copy(name());
  co_await u;
}

// ---- coro_return_type: only coroutines return it, which have not moved from a reference when they have not begun;
// ---- unless they are said to be wrappers

struct [[clang::coro_return_type]] told : task<> {
  struct promise_type : task<>::promise_type {
    told get_return_object();
  };
};
told coroutine(std::string &&text);
[[clang::coro_wrapper]] told wrapper(std::string &&text);
task<> may_be_either(std::string &&text);
task<> moved_arguments() {
  auto t = coroutine(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'coroutine' refers to is destroyed before the coroutine runs
  auto u = wrapper(name());
  co_await u;
  auto v = may_be_either(name());
  co_await v;
}
