// RUN: %check_async async-stale-reference %s
#include <coroutine>
#include <string>
#include <vector>

/// Gives a reference to the value that lies in its frame.
template <class T> struct keeper {
  struct promise_type {
    T value;
    keeper get_return_object() { return keeper{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T v) { value = static_cast<T &&>(v); }
    void unhandled_exception() {}
  };
  explicit keeper(std::coroutine_handle<promise_type> h) : handle(h) {}
  keeper(keeper &&other) noexcept : handle(other.handle) { other.handle = nullptr; }
  ~keeper() {
    if (handle)
      handle.destroy();
  }
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  T &&await_resume() { return static_cast<T &&>(handle.promise().value); }
  std::coroutine_handle<promise_type> handle;
};
/// The value lies elsewhere.
template <class T> struct keeper<T &> {
  struct promise_type {
    T *value;
    keeper get_return_object() { return keeper{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T &v) { value = &v; }
    void unhandled_exception() {}
  };
  explicit keeper(std::coroutine_handle<promise_type> h) : handle(h) {}
  keeper(keeper &&other) noexcept : handle(other.handle) { other.handle = nullptr; }
  ~keeper() {
    if (handle)
      handle.destroy();
  }
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  T &await_resume() { return *handle.promise().value; }
  std::coroutine_handle<promise_type> handle;
};

keeper<std::string> name();
keeper<std::vector<int>> numbers();
keeper<std::string &> entry();
void log(const std::string &);
void log(int);

keeper<int> reference() {
  auto &&text = co_await name();
  log(text);
  // CHECK-MESSAGES: :[[@LINE-2]]:17: warning: 'text' refers to a result stored in a task that is destroyed at the end of this statement, so it dangles [async-stale-reference]
  // CHECK-MESSAGES: :[[@LINE-2]]:7: note: 'text' is used here
  co_return 0;
}
keeper<int> constant() {
  const auto &text = co_await name();
  log(1);
  log(text);
  // CHECK-MESSAGES: :[[@LINE-3]]:22: warning: 'text' refers to a result stored in a task that is destroyed at the end of this statement, so it dangles
  // CHECK-MESSAGES: :[[@LINE-2]]:7: note: 'text' is used here
  co_return 0;
}
keeper<int> range() {
  for (int number : co_await numbers())
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: range of this loop is stored in a task that is destroyed before the first iteration, so its iterators dangle [async-stale-reference]
    log(number);
  co_return 0;
}

keeper<int> by_value() {
  auto text = co_await name();
  log(text);
  co_return 0;
}
keeper<int> in_one_statement() {
  log(co_await name());
  co_return 0;
}
keeper<int> named_task() {
  auto task = name();
  auto &&text = co_await task;
  log(text);
  co_return 0;
}
keeper<int> of_reference() {
  auto &text = co_await entry();
  log(text);
  co_return 0;
}
keeper<int> unused() {
  [[maybe_unused]] auto &&text = co_await name();
  co_return 0;
}
// The result is a view: a copy of it refers to what it refers to.
keeper<std::string_view> name_elsewhere();
keeper<int> copies_view() {
  std::string_view text = co_await name_elsewhere();
  log(std::string(text));
  auto again = co_await name_elsewhere();
  log(std::string(again));
  co_return 0;
}
