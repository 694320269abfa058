// RUN: %check_async async-dangling-capture %s --likely --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// Closures that a callee calls, directly or through others, and does not keep until their coroutine has ended.
#include "lifetime.h"
#include <cstdlib>
#include <functional>
#include <memory>
#include <utility>

void use(int);

// A future that has begun; its promise stands in std::coroutine_traits.
namespace brook {
template <class T = void> class future {
public:
  future(future &&) noexcept;
  ~future();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
struct promise {
  future<> get_return_object() noexcept;
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
  void return_void() noexcept {}
};
future<> nap(int);
} // namespace brook
namespace seastar {
class gate {};
template <class F> brook::future<> with_gate(gate &, F f) { std::abort(); }
} // namespace seastar
template <class... A> struct std::coroutine_traits<brook::future<>, A...> {
  using promise_type = brook::promise;
};

// A lazy stream.
namespace mill {
template <class T> class stream {
public:
  struct promise_type {
    stream get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T) noexcept;
    void unhandled_exception() noexcept;
    void return_void() noexcept {}
  };
  stream(stream &&o) noexcept : frame(std::exchange(o.frame, {})) {}
  ~stream() {
    if (frame)
      frame.destroy();
  }
  bool next();
  T value() const;

private:
  std::coroutine_handle<promise_type> frame;
};
struct source {
  explicit source(std::function<int()> pull);
  int pull();
};
void run(grove::fire (*)());
template <class F> auto kept(F f) -> decltype(f()) { std::abort(); } // keeps f beside what it makes
} // namespace mill

// Helpers that call what they are given.
template <class F> void drops(F &&f) { f(); }
template <class F> void drops_moved(F f) { (void)std::move(f)(); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: closure 'f' is destroyed while the coroutine still uses its captures [async-dangling-capture]
// CHECK-MESSAGES: :[[@LINE-2]]:39: note: 'f' is destroyed at the end of its scope
template <class F> void drops_invoked(F &&f) { (void)std::invoke(std::forward<F>(f)); }
template <class F> void passes(F &&f) { drops(std::forward<F>(f)); }
template <class F> auto returns(F &&f) { return f(); }
template <class F> void inside(seastar::gate &g, F f) { (void)seastar::with_gate(g, std::move(f)); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: this closure is destroyed while the coroutine still uses its captures
// CHECK-MESSAGES: :[[@LINE+3]]:13: note: the closure is made here
void dropped_inside(int x) {
  seastar::gate g;
  inside(g, [x]() -> brook::future<> {
    co_await brook::nap(1);
    use(x);
  });
}
template <class F> task<> awaits(F f) { co_await f(); }
template <class F> void forgets(F &&) {}
template <class F> mill::source made_from(F &&f) {
  auto items = std::make_shared<mill::stream<int>>(f());
  return mill::source([items] { return items->next() ? items->value() : 0; });
}
template <class F> mill::source made_with(F &&f) {
  auto items = std::make_shared<mill::stream<int>>(mill::kept(std::forward<F>(f)));
  return mill::source([items] { return items->next() ? items->value() : 0; });
}
template <class F> int sum(F &&f) {
  auto items = f();
  int all = 0;
  while (items.next())
    all += items.value();
  return all;
}
template <class F> struct holder {
  std::unique_ptr<mill::stream<int>> items;
  void fill(F &&f) { items = std::make_unique<mill::stream<int>>(f()); }
};

void dropped(int x) {
  drops([x]() -> brook::future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this closure is destroyed while the coroutine still uses its captures
    // CHECK-MESSAGES: :[[@LINE-2]]:9: note: the closure is destroyed at the end of this statement
    co_await brook::nap(1);
    use(x);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: note: the coroutine uses the capture here
  });
}
void dropped_moved(int x) {
  drops_moved([x]() -> brook::future<> {
    co_await brook::nap(1);
    use(x);
  });
}
void dropped_invoked(int x) {
  drops_invoked([x]() -> brook::future<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this closure is destroyed while the coroutine still uses its captures
    co_await brook::nap(1);
    use(x);
  });
}
void dropped_within(int x) {
  passes([x]() -> grove::fire {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this closure is destroyed while the coroutine still uses its captures
    co_await brook::nap(1);
    use(x);
  });
}
task<> returned_late(int x) {
  auto t = returns([x]() -> task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures
    co_await grove::tick();
    use(x);
  });
  co_await t;
}
mill::source from_stream(int x) {
  return made_from([x]() -> mill::stream<int> {
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: this closure is destroyed before the coroutine uses its captures
    co_yield x;
  });
}
int from_named_stream(int x) {
  auto s = made_from([x]() -> mill::stream<int> {
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures
    co_yield x;
  });
  return s.pull();
}

// In time.
void no_capture_late(int x) {
  drops([x]() -> brook::future<> {
    use(x);
    co_await brook::nap(1);
  });
}
void copied_first(int x) {
  drops([x]() -> brook::future<> {
    const int own = x;
    co_await brook::nap(1);
    use(own);
  });
}
void no_coroutine(int x) {
  drops([x] { use(x); return brook::nap(x); });
}
task<> returned_at_once(int x) {
  co_await returns([x]() -> task<> {
    co_await grove::tick();
    use(x);
  });
}
task<> awaited_by_callee(int x) {
  auto t = awaits([x]() -> task<> {
    co_await grove::tick();
    use(x);
  });
  co_await t;
}
mill::source kept_stream(int x) {
  return made_with([x]() -> mill::stream<int> { co_yield x; });
}
int read_at_once(int x) {
  return sum([x]() -> mill::stream<int> { co_yield x; });
}
void not_called(int x) {
  forgets([x]() -> task<> {
    co_await grove::tick();
    use(x);
  });
}
brook::future<> named_closure(int x) {
  auto f = [x]() -> brook::future<> {
    co_await brook::nap(1);
    use(x);
  };
  co_await returns(f);
}
