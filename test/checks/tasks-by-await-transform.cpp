// RUN: %check_async 'async-*' %s
//
// Tasks that are awaited by await_transform of their own promise alone: they are work like those with an awaiter of
// their own, and what awaits them waits for them.
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

void use(int &);

/// Begins at once; the state that the awaiter waits for is shared.
namespace ash {
struct state {
  std::coroutine_handle<> next;
  std::exception_ptr failure;
  bool done = false;
};
struct awaiter {
  std::shared_ptr<state> of;
  bool await_ready() { return of->done; }
  void await_suspend(std::coroutine_handle<> h) { of->next = h; }
  void await_resume() {
    if (of->failure)
      std::rethrow_exception(of->failure);
  }
};
struct task {
  struct promise_type {
    task get_return_object() { return {of}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { end(); }
    void unhandled_exception() {
      of->failure = std::current_exception();
      end();
    }
    void end() {
      of->done = true;
      if (of->next)
        of->next.resume();
    }
    awaiter await_transform(task &&t) { return {t.of}; }
    awaiter await_transform(task &t) { return {t.of}; }
    std::shared_ptr<state> of = std::make_shared<state>();
  };
  std::shared_ptr<state> of;
};
struct mutex {
  task lock();
  void unlock();
  bool locked_ = false;
};
task sleep(int ms);
task write(int value);
task read(std::span<char> to) {
  co_await sleep(1);
  to[0] = 1;
}
task guarded(task t) { co_await t; }
template <class F> task spawn(F f) { co_return co_await std::invoke(std::move(f)); }

task waits_through_a_guard() {
  std::string message(1024, '\0');
  co_await guarded(read(std::span<char>{message}));
}
task waits_for_a_closure() {
  int x = 0;
  auto t = spawn([&]() -> task {
    co_await sleep(1);
    use(x);
  });
  use(x);
  co_await t;
}
task locks(mutex &m) {
  co_await guarded(m.lock());
  auto second = m.lock();
  co_await sleep(1);
  m.unlock();
  co_await second;
  m.unlock();
}
task loses_work() {
  sleep(100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'sleep' is discarded, so its exceptions are lost [async-discarded-result]
  auto second = write(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'second' is never awaited, so its exceptions are lost [async-unawaited-task]
  co_await write(3);
}
task closure_that_dies() {
  int x = 0;
  auto t = [&]() -> task {
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await sleep(1);
    use(x);
  }();
  co_await t;
}
void leaves_it() {
  auto running = write(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'running' is never awaited, so its exceptions are lost [async-unawaited-task]
}
} // namespace ash

/// The awaiter gives the handle to a callable, which captures it by default.
namespace yew {
struct state {
  std::function<void()> then;
  bool done = false;
};
struct awaiter {
  std::shared_ptr<state> of;
  bool await_ready() { return of->done; }
  void await_suspend(std::coroutine_handle<> h) {
    of->then = [=] { h.resume(); };
  }
  void await_resume() {}
};
struct task {
  struct promise_type {
    task get_return_object() { return {of}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { of->done = true; }
    void unhandled_exception() { std::terminate(); }
    awaiter await_transform(task t) { return {t.of}; }
    std::shared_ptr<state> of = std::make_shared<state>();
  };
  std::shared_ptr<state> of;
};
task sleep(int ms);
task loses_work() {
  auto second = sleep(100);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'second' is never awaited, so its exceptions are lost [async-unawaited-task]
  co_await sleep(3);
}
} // namespace yew

/// Lazy, a template; the promise has a base, whose await_transform is a template, too.
namespace elm {
template <class T> struct job;
template <class T> struct awaiter {
  std::coroutine_handle<> of;
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) { return of; }
  T await_resume();
};
struct promise_base {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { failure = std::current_exception(); }
  template <class U> awaiter<U> await_transform(job<U> &&j) { return {j.handle}; }
  std::exception_ptr failure;
};
template <class T> struct job {
  struct promise_type : promise_base {
    job get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_value(T);
  };
  std::coroutine_handle<> handle;
};
job<int> count();
job<int> adds() {
  count();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'count' is discarded, so it never runs [async-discarded-result]
  auto kept = count();
  co_return co_await count() + co_await std::move(kept);
}
job<int> loses_one() {
  auto kept = count();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'kept' is never awaited, so it never runs [async-unawaited-task]
  co_return co_await count();
}
} // namespace elm

/// A result that ends its coroutine where there is no value: it is complete when the call returns.
namespace yew {
template <class T> struct result;
template <class T> struct unwrap {
  const std::optional<T> &of;
  bool await_ready() { return of.has_value(); }
  void await_suspend(std::coroutine_handle<> h) { h.destroy(); }
  T await_resume() { return *of; }
};
template <class T> struct result {
  struct promise_type {
    result get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T);
    void unhandled_exception() { throw; }
    template <class U> unwrap<U> await_transform(result<U> r) { return {r.value}; }
  };
  std::optional<T> value;
};
result<int> parse(const char *);
result<int> twice(const char *text) {
  auto again = parse(text);
  parse("to see whether it throws");
  co_return co_await parse(text) * 2;
}
} // namespace yew

/// Detached: its coroutines await tasks, but nothing awaits it.
namespace oak {
struct detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
    ash::awaiter await_transform(ash::task &&t) { return {t.of}; }
  };
};
detached fire() { co_await ash::sleep(1); }
detached starts() {
  fire();
  auto unused = fire();
  co_await ash::sleep(2);
}
} // namespace oak
