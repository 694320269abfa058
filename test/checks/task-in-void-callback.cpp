// RUN: %check_async async-task-in-void-callback %s

#include "task.h"
#include "tasks.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <ranges>
#include <stop_token>
#include <thread>
#include <vector>

task<> send(int = 0);
task<int> value();
birch::job job();
cedar::eager<int> started();
cedar::ticket ticket();
alder::courier post();
elm::sequence<int> numbers();

namespace willow {
// Somebody's own signal, slot and function.
template <class Signature> class signal;
template <class... A> class signal<void(A...)> {
public:
  template <class F> void connect(F &&f) { slots_.emplace_back(std::forward<F>(f)); }
  void operator()(A...);

private:
  std::vector<std::function<void(A...)>> slots_;
};
template <class Signature> class unique_function;
template <class R, class... A> class unique_function<R(A...)> {
public:
  template <class F> unique_function(F f) {}
  unique_function(unique_function &&);
  template <class F> unique_function &operator=(F f) { return *this; }
  R operator()(A...);
};
struct button {
  std::function<void()> on_click;
  std::function<task<>()> on_async_click;
  std::function<void(int)> on_move = [](int n) -> task<> { co_await send(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: task returned by this lambda is ignored by 'function<void (int)>', so it never runs
  button() : on_click([]() -> task<> { co_await send(); }) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs
};
void schedule(std::function<void()>);
void schedule_const(const std::function<void()> &);
void schedule_unique(unique_function<void()>);
template <class F> void run_somehow(F &&) {}
template <class F> auto run_and_return(F &&f) { return f(); }
void run_task(std::function<task<>()>);
void raw(void (*)());
void raw_task(task<> (*)());
} // namespace willow

// Signatures that return void.

std::function<void()> global = [] { return send(); };
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs [async-task-in-void-callback]

void signatures() {
  std::function<void()> f = []() -> task<> { co_await send(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs
  std::function<void()> g([] { return value(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs
  std::function<void()> h{job};
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: task returned by 'job' is ignored by 'function<void ()>', so it never runs
  std::function<void()> p{&job};
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: task returned by 'job' is ignored by 'function<void ()>', so it never runs
  std::function<void()> e = started;
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: task returned by 'started' is ignored by 'function<void ()>', so its coroutine is destroyed unfinished at its first suspension
  std::function<void()> t = ticket;
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: task returned by 'ticket' is ignored by 'function<void ()>', so its exceptions are lost
  std::function<void(int)> i = [](auto n) -> task<> { co_await send(n); };
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: task returned by this lambda is ignored by 'function<void (int)>', so it never runs
  f = [] { return send(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs
  willow::schedule([] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'function<void ()>'
  willow::schedule_const([] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: task returned by this lambda is ignored by 'function<void ()>'
  willow::schedule_unique([] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: task returned by this lambda is ignored by 'unique_function<void ()>'
  auto lambda = [] { return send(); };
  willow::schedule(lambda);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'function<void ()>'
  willow::schedule(std::move(lambda));
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: task returned by this lambda is ignored by 'function<void ()>'
  auto made = std::make_unique<willow::button>();
  made->on_click = [] { return send(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'function<void ()>'
}

struct functor {
  task<> operator()() const;
};
struct service {
  task<> refresh();
  void start() {
    willow::schedule([this] { return refresh(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: task returned by this lambda is ignored by 'function<void ()>'
    willow::schedule(functor());
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: task returned by 'functor' is ignored by 'function<void ()>'
    willow::schedule([this]() -> task<> { co_await refresh(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: task returned by this lambda is ignored by 'function<void ()>'
  }
};

// Functions that are known to ignore the result.

void known(std::vector<int> &v) {
  std::thread thread([]() -> task<> { co_await send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: task returned by this lambda is ignored by 'thread', so it never runs
  std::jthread joining(send, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: task returned by 'send' is ignored by 'jthread', so it never runs
  std::for_each(v.begin(), v.end(), [](int n) -> task<> { co_await send(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: task returned by this lambda is ignored by 'for_each', so it never runs
  std::for_each(v.begin(), v.end(), [](int n) { return send(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: task returned by this lambda is ignored by 'for_each', so it never runs
  std::ranges::for_each(v, [](int n) { return send(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: task returned by this lambda is ignored by 'for_each', so it never runs
  std::once_flag once;
  std::call_once(once, [] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: task returned by this lambda is ignored by 'call_once', so it never runs
  std::stop_source source;
  std::stop_callback callback(source.get_token(), [] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: task returned by this lambda is ignored by 'stop_callback', so it never runs
  thread.join();
}

// In coroutines, templates and macros.

task<> coroutine(std::vector<int> v) {
  std::for_each(v.begin(), v.end(), [](int n) -> task<> { co_await send(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: task returned by this lambda is ignored by 'for_each'
  co_return;
}
template <class T> void in_template(T t) {
  willow::schedule([t] { return send(t); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'function<void ()>'
  std::function<void(T)> f = [](T t) -> task<> { co_await send(t); };
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: task returned by this lambda is ignored by 'function<void (int)>'
}
void instantiate() {
  in_template(1);
  in_template('c');
}
#define SCHEDULE(f) willow::schedule(f)
void macros() {
  SCHEDULE([] { return send(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task returned by this lambda is ignored by 'function<void ()>'
}

// ---------------------------------------------------------------------------------------------------------------------
// Not reported.

// Detached types are made for this.
void detached(std::vector<int> &v) {
  std::function<void()> f = [] { return post(); };
  std::function<void()> g = []() -> alder::courier { co_await send(); };
  std::function<void()> h = post;
  std::thread([]() -> alder::courier { co_return; }).join();
  std::for_each(v.begin(), v.end(), [](int) { return post(); });
}

// Callees that use the result, or that nobody knows.
void used(std::vector<int> &v) {
  std::function<task<>()> f = [] { return send(); };
  willow::run_task([] { return send(); });
  willow::run_somehow([] { return send(); });
  auto t = willow::run_and_return([] { return send(); });
  willow::raw_task([] { return send(); });
  willow::button b;
  b.on_async_click = [] { return send(); };
  std::vector<task<>> tasks;
  std::ranges::transform(v, std::back_inserter(tasks), [](int n) { return send(n); });
  std::function<task<int>(int)> g = [](auto) { return value(); };
}

// No task comes out.
void others(std::vector<int> &v) {
  std::function<void()> f = [] { auto t = send(); };
  std::function<void()> g = [] { (void)value(); };
  std::function<void()> h = f;
  std::function<void()> i = std::move(f);
  std::function<void()> none = nullptr;
  std::function<void()> empty;
  std::function<void()> number = [] { return 1; };
  std::for_each(v.begin(), v.end(), [](int) {});
  std::thread t([] {});
  t.join();
  willow::raw([] {});
}

// References to tasks somebody owns.
task<> stored;
void references() {
  std::function<void()> f = []() -> task<> & { return stored; };
}

// Never evaluated.
using type = decltype(std::function<void()>([] { return send(); }));

void suppressed() {
  willow::schedule([] { return send(); }); // NOLINT(async-task-in-void-callback)
  // NOLINTNEXTLINE
  willow::schedule([] { return send(); });
}

// A signature in a pack, as libstdc++'s move_only_function has it.
template <class... Signature> class any_callable;
template <class Result, class... Args> class any_callable<Result(Args...)> {
public:
  template <class F> any_callable(F) {}
  Result operator()(Args...);
};
any_callable<void()> in_a_pack = [] { return send(); };
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: task returned by this lambda is ignored by 'any_callable<void ()>', so it never runs
