// RUN: %check_async async-discarded-result %s
// Which promise a coroutine has may depend on its parameters; of several the plainest is the usual one.
#include "task.h"
struct executor_tag {};
struct executor {};
template <class T> struct outcome {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class T, bool Lazy> struct promise {
  outcome<T> get_return_object();
  std::conditional_t<Lazy, std::suspend_always, std::suspend_never> initial_suspend() noexcept;
  std::suspend_never final_suspend() noexcept;
  void return_value(T);
  void unhandled_exception() { throw; }
};
template <class T, class... A> struct std::coroutine_traits<outcome<T>, executor_tag, executor &, A...> {
  using promise_type = promise<T, true>;
};
template <class T, class... A> struct std::coroutine_traits<outcome<T>, A...> {
  using promise_type = promise<T, false>;
};
task<> tick();
outcome<int> on(executor_tag, executor &) {
  co_await tick();
  co_return 1;
}
outcome<int> other(int);
void f() {
  other(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'other' is discarded, so its exceptions are lost
}
template <class T> outcome<T> any(T t) {
  co_await tick();
  co_return t;
}
void g() {
  any(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'any' is discarded, so its exceptions are lost
}
