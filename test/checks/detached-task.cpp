// RUN: %check_async async-detached-task %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/detached.yaml}}"
#include "task.h"
#include <exception>
#include <functional>

namespace elder {
struct error_code {
  explicit operator bool() const;
};
struct op {
  struct promise_type {
    op get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  op(op &&) noexcept;
  ~op() { handle.destroy(); }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  op via(int) &&;
  void detach() &&;
  std::coroutine_handle<> handle;
};
struct executor {};
struct detached_t {};
struct logged_t {};
struct future {};
inline constexpr detached_t detached;
inline constexpr logged_t logged;
inline constexpr future use_future;
template <class Work> void spawn_detached(Work &&) {}
template <class Work> void spawn_or_die(Work &&) {}
struct handle {
  void detach();
};
template <class Work> handle start(Work &&) { return {}; }
template <class Work> handle keep(Work &&) { return {}; }
template <class Work, class Token> void spawn(executor, Work &&, Token &&) {}
template <class Token> void async_write(executor, Token &&) {}
} // namespace elder

using elder::detached;
using elder::executor;
using elder::spawn;

task<> opaque();
task<int> number();
task<elder::error_code> coded();
void log(const char *);
void log(std::exception_ptr);
struct failure {};

task<> fails() {
  throw failure();
  co_return;
}
task<> throws() {
  throw failure();
  co_return;
}
task<> awaits() { co_await fails(); }
task<> through() { co_await awaits(); }
task<> quiet() { co_return; }
task<> through_quiet() { co_await quiet(); }
task<> catches() {
  try {
    co_await fails();
  } catch (const std::exception &) {
    log("failed");
  }
}
task<> catches_everything() {
  try {
    co_await fails();
  } catch (...) {
    log(std::current_exception());
  }
}
task<> catches_too_little() {
  try {
    co_await fails();
  } catch (int) {
    log("failed");
  }
}
task<> catches_it() {
  try {
    co_await fails();
  } catch (const failure &) {
    log("failed");
  }
}
task<> awaits_opaque() { co_await opaque(); }
task<> rethrows() {
  try {
    co_await fails();
  } catch (...) {
    log("failed");
    throw;
  }
}
task<> codes() {
  if (co_await coded())
    log("failed");
}
task<> promised() noexcept { co_await fails(); }
task<> before_the_try() {
  co_await fails();
  try {
    co_await fails();
  } catch (...) {
  }
}
elder::op operation() { co_await fails(); }

// ---- reported

void by_function() {
  elder::spawn_detached(throws());
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'throws' is detached, so an exception ends it silently and the rest of the program goes on [async-detached-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: runs the task, and throws its outcome away (detached.yaml:1)
  // CHECK-NOTES: note: an exception that ends it may come from here
}

void by_token(executor e) {
  spawn(e, awaits(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'awaits' is detached, so
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: a token for those who do not want to know (detached.yaml:10)
  // CHECK-NOTES: note: an exception that ends it may come from here
  spawn(e, through(), elder::detached_t{});
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'through'
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it may come from here
}

task<> others(executor e) {
  spawn(e, catches_too_little(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'catches_too_little'
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
  spawn(e, rethrows(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'rethrows'
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
  spawn(e, before_the_try(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'before_the_try'
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
  co_return;
}

void lambdas(executor e) {
  spawn(e, [] -> task<> { co_await fails(); }, detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of this lambda is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: :[[@LINE-3]]:27: note: an exception that ends it
  spawn(e, [] -> task<> { co_await fails(); }(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of this lambda is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: :[[@LINE-3]]:27: note: an exception that ends it
  spawn(e, awaits, detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'awaits' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
}

void named(executor e) {
  auto work = awaits();
  spawn(e, std::move(work), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'awaits' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
}

void methods() {
  operation().detach();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'operation' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: starts it and forgets it
  // CHECK-NOTES: note: an exception that ends it
  operation().via(1).detach();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'operation' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: starts it and forgets it
  // CHECK-NOTES: note: an exception that ends it
}

void handles() {
  elder::start(awaits()).detach();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'awaits' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: the work goes on
  // CHECK-NOTES: note: an exception that ends it
  auto handle = elder::start([] -> task<> { co_await fails(); });
  handle.detach();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of this lambda is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h: the work goes on
  // CHECK-NOTES: note: an exception that ends it
  elder::start(catches()).detach();
  elder::keep(awaits()).detach(); // nobody says that it starts anything
}

void handlers(executor e) {
  spawn(e, awaits(), [](std::exception_ptr) { log("done"); });
  // CHECK-NOTES: :[[@LINE-1]]:43: warning: completion handler ignores this exception, so a failure of 'awaits' goes unnoticed [async-detached-task]
  // CHECK-NOTES: note: an exception that ends it
  spawn(e, awaits(), [](const std::exception_ptr &failed) {});
  // CHECK-NOTES: :[[@LINE-1]]:51: warning: completion handler ignores this exception
  // CHECK-NOTES: note: an exception that ends it
}

template <class Executor> void in_a_template(Executor e) {
  spawn(e, awaits(), detached);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine of 'awaits' is detached
  // CHECK-NOTES: :[[@LINE-2]]:3: note: elder.h
  // CHECK-NOTES: note: an exception that ends it
}
void instantiation(executor e) {
  in_a_template<executor>(e);
  in_a_template<const executor &>(e);
}

// ---- silent

void good(executor e) {
  spawn(e, catches(), detached);
  spawn(e, catches_everything(), detached);
  spawn(e, quiet(), detached);
  spawn(e, through_quiet(), detached);
  spawn(e, codes(), detached);
  spawn(e, promised(), detached);
  spawn(e, catches_it(), detached);
  spawn(e, opaque(), detached); // nobody knows what it does
  spawn(e, awaits_opaque(), detached);
  elder::spawn_or_die(throws());
  spawn(e, throws(), elder::logged);
  spawn(e, throws(), elder::use_future);
  elder::async_write(e, detached); // no coroutine
  elder::async_write(e, [](std::exception_ptr) {});
  spawn(e, throws(), [](std::exception_ptr failed) { log(failed); });
  spawn(e, throws(), [](std::exception_ptr failed) {
    if (failed)
      log("failed");
  });
  std::function<void(std::exception_ptr)> known;
  spawn(e, throws(), known);
}

void suppressed(executor e) {
  spawn(e, throws(), detached); // NOLINT(async-detached-task)
}
