// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s
// The sinks of libraries, as the built-in models describe them: of each what is reported, and what is not. Small stand-ins
// for the libraries; the real Boost.Asio is in lifetime-boost-asio.cpp.
#include "task.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

void log(const std::string &);
void log(int);
std::string name();
bool c();

task<> reads(const std::string &text) { log(text); co_return; }
task<> takes(std::string text) { log(text); co_return; }

// ---- folly
namespace folly {
template <class T> struct [[nodiscard]] SemiFuture {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
  template <class F> SemiFuture<T> deferValue(F &&) &&;
};
template <class T> struct [[nodiscard]] Future {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
  template <class F> Future<T> thenValue(F &&f) && { (void)f; return {}; }
};
namespace coro {
struct AsyncScope {
  template <class W> void add(W &&work) { (void)work; }
  task<> joinAsync();
};
template <class W> void blockingWait(W &&work) { (void)work; }
} // namespace coro
} // namespace folly
folly::Future<int> folly_get();

void folly_scope(folly::coro::AsyncScope &scope) {
  std::string text = name();
  scope.add(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  scope.add(takes(text));
}
task<> folly_scope_joined() {
  std::string text = name();
  folly::coro::AsyncScope scope;
  scope.add(reads(text));
  co_await scope.joinAsync();
}
folly::Future<int> folly_then() {
  int count = 0;
  return folly_get().thenValue([&](int x) { return count += x; });
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'count' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
folly::Future<int> folly_then_moved(std::string text) {
  return folly_get().thenValue([text = std::move(text)](int x) { log(text); return x; });
}
task<> folly_then_awaited() {
  int count = 0;
  co_await folly_get().thenValue([&](int x) { return count += x; });
}
void folly_waited() {
  folly::coro::blockingWait(reads(name()));
}

// ---- Seastar
namespace seastar {
template <class T = void> struct [[nodiscard]] future {
  struct promise_type {
    future get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  template <class F> future then(F &&f) { (void)f; return {}; }
  template <class F> future finally(F &&f) { (void)f; return {}; }
};
struct gate {
  future<> close();
};
template <class F> future<> with_gate(gate &, F &&f) { return f(); }
template <class T, class F> future<> do_with(T &&value, F &&f) { (void)value; (void)f; return {}; }
future<> sleep(std::chrono::milliseconds);
} // namespace seastar
using namespace std::chrono_literals;

seastar::future<> seastar_then(std::string text) {
  return seastar::sleep(1ms).then([text]() -> seastar::future<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: this closure is destroyed by 'then' while the coroutine still uses its captures [async-dangling-capture]
    co_await seastar::sleep(1ms);
    log(text);
  });
}
seastar::future<> seastar_then_by_reference() {
  std::string text = name();
  return seastar::sleep(1ms).then([&text] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
seastar::future<> seastar_then_plain(std::string text) {
  return seastar::sleep(1ms).then([text = std::move(text)] { log(text); });
}
seastar::future<> seastar_finally_awaited() {
  std::string text = name();
  co_await seastar::sleep(1ms).finally([&text] { log(text); });
}
seastar::future<> seastar_gate(seastar::gate &gate, std::string text) {
  return seastar::with_gate(gate, [text]() -> seastar::future<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await seastar::sleep(1ms);
    log(text);
  });
}
seastar::future<> seastar_gate_awaited(seastar::gate &gate, std::string text) {
  co_await seastar::with_gate(gate, [text]() -> seastar::future<> {
    co_await seastar::sleep(1ms);
    log(text);
  });
}
seastar::future<> seastar_do_with(std::string text) {
  return seastar::do_with(std::move(text), [](std::string &kept) -> seastar::future<> {
    co_await seastar::sleep(1ms);
    log(kept);
  });
}
seastar::future<> seastar_do_with_capture(int x) {
  return seastar::do_with(name(), [x](std::string &kept) -> seastar::future<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await seastar::sleep(1ms);
    log(kept);
    log(x);
  });
}

// ---- cppcoro
namespace cppcoro {
struct async_scope {
  template <class W> void spawn(W &&work) { (void)work; }
  task<> join();
};
template <class W> void sync_wait(W &&work) { (void)work; }
} // namespace cppcoro
task<> cppcoro_scope() {
  cppcoro::async_scope scope;
  {
    std::string text = name();
    scope.spawn(reads(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  }
  co_await scope.join();
}
task<> cppcoro_scope_joined() {
  cppcoro::async_scope scope;
  std::string text = name();
  scope.spawn(reads(text));
  co_await scope.join();
}
void cppcoro_waited() {
  cppcoro::sync_wait(reads(name()));
}

// ---- libcoro
namespace coro {
struct thread_pool {
  template <class W> task<> spawn_joinable(W &&work) { (void)work; return {}; }
  template <class W> bool spawn_detached(W &&work) { (void)work; return true; }
};
template <class Executor> struct task_group {
  bool start(task<> &&work);
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
} // namespace coro
void libcoro_group(coro::task_group<coro::thread_pool> &group) {
  std::string text = name();
  group.start(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  group.start(takes(text));
}
task<> libcoro_group_awaited(coro::task_group<coro::thread_pool> &group) {
  std::string text = name();
  group.start(reads(text));
  co_await group;
}
void libcoro_detached(coro::thread_pool &pool) {
  pool.spawn_detached(reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: temporary that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  pool.spawn_detached(takes(name()));
}
task<> libcoro_joinable(coro::thread_pool &pool) {
  std::string text = name();
  co_await pool.spawn_joinable(reads(text));
  auto joined = pool.spawn_joinable(reads(text));
  co_await joined;
}

// ---- QCoro
struct QObject {};
namespace QCoro {
template <class T, class F> void connect(T &&work, QObject *context, F &&callback) { (void)work; (void)context; (void)callback; }
template <class T = void> struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  template <class F> Task<> then(F &&f) { (void)f; return {}; }
};
} // namespace QCoro
QCoro::Task<> download();
void qcoro_connect(QObject *context) {
  std::string text = name();
  QCoro::connect(download(), context, [&text] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  QCoro::connect(download(), context, [text] { log(text); });
}
QCoro::Task<> qcoro_then() {
  std::string text = name();
  return download().then([&text] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
QCoro::Task<> qcoro_then_awaited() {
  std::string text = name();
  co_await download().then([&text] { log(text); });
}

// ---- stdexec
namespace exec {
namespace __scope {
struct async_scope {
  template <class S> void spawn(S &&sender) { (void)sender; }
  task<> on_empty();
};
} // namespace __scope
using __scope::async_scope;
} // namespace exec
namespace stdexec {
struct sync_wait_t {
  template <class S> void operator()(S &&sender) const { (void)sender; }
};
inline constexpr sync_wait_t sync_wait{};
} // namespace stdexec
void stdexec_scope(exec::async_scope &scope) {
  std::string text = name();
  scope.spawn(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  scope.spawn(takes(text));
}
void stdexec_scope_waited(exec::async_scope &scope) {
  std::string text = name();
  scope.spawn(reads(text));
  stdexec::sync_wait(scope.on_empty());
}

// ---- libunifex
namespace unifex {
inline namespace v1 {
namespace _async_scope {
struct async_scope {
  template <class S> void detached_spawn(S &&sender) { (void)sender; }
  task<> cleanup();
};
} // namespace _async_scope
using v1::_async_scope::async_scope;
} // namespace v1
} // namespace unifex
void unifex_scope(unifex::async_scope &scope) {
  std::string text = name();
  scope.detached_spawn(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  scope.detached_spawn(takes(text));
}
task<> unifex_scope_cleaned(unifex::async_scope &scope) {
  std::string text = name();
  scope.detached_spawn(reads(text));
  co_await scope.cleanup();
}

// ---- async_simple
namespace async_simple::coro {
template <class T = void> struct Lazy {
  struct promise_type {
    Lazy get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  Lazy(Lazy &&) noexcept;
  ~Lazy() {
    if (handle)
      handle.destroy();
  }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  template <class F> void start(F &&callback) { (void)callback; }
  std::coroutine_handle<promise_type> handle;
};
template <class L> void syncAwait(L &&lazy) { (void)lazy; }
} // namespace async_simple::coro
async_simple::coro::Lazy<> lazy_reads(const std::string &text) { log(text); co_return; }
async_simple::coro::Lazy<> lazy_takes(std::string text) { log(text); co_return; }
void async_simple_start() {
  int done = 0;
  lazy_reads(name()).start([](auto &&) {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'lazy_reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  lazy_takes(name()).start([&done](auto &&) { ++done; });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'done' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  lazy_takes(name()).start([](auto &&) {});
}
void async_simple_waited() {
  async_simple::coro::syncAwait(lazy_reads(name()));
}

// redpanda #29846: an argument moved out of a capture, into a reference that the frame keeps.
seastar::future<> stores_reference(std::string &&text) {
  co_await seastar::sleep(1ms);
  log(text);
}
seastar::future<> out_of_a_capture(std::string text) {
  return seastar::sleep(1ms).then([text]() mutable { return stores_reference(std::move(text)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: this closure is destroyed by 'then' while the coroutine still uses its captures [async-dangling-capture]
}
void out_of_a_capture_in_gate(seastar::gate &gate, std::string text) {
  (void)seastar::with_gate(gate, [text]() mutable { return stores_reference(std::move(text)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
}
