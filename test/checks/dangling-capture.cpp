// RUN: %check_async async-dangling-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
#include "lifetime.h"
#include <functional>
#include <utility>

using grove::eager;
using grove::executor;
using grove::fire;
using grove::tick;

bool c();
void log(const std::string &);
void log(int);
std::string name();
int counter;
template <class F> task<> calls(F f) { co_await f(); }
task<> erased(std::function<task<>()> f);

// The closure dies first.
task<> named(int x) {
  auto t = [x]() -> task<> {
    co_await tick();
    log(x);
  }();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-5]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  // CHECK-MESSAGES: :[[@LINE-6]]:12: note: the closure is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:9: note: the coroutine uses the capture here
}
task<> by_reference(int x) {
  auto t = [&]() -> task<> {
    co_await tick();
    log(x);
  }();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-5]]:12: warning: this closure is destroyed before the coroutine uses its captures
  // CHECK-MESSAGES: :[[@LINE-6]]:12: note: the closure is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:9: note: the coroutine uses the capture here
}
task<> not_a_coroutine(int x) {
  return [x]() -> task<> {
    co_await tick();
    log(x);
    // CHECK-MESSAGES: :[[@LINE-3]]:10: warning: this closure is destroyed before the coroutine uses its captures
    // CHECK-MESSAGES: :[[@LINE-4]]:10: note: the closure is destroyed at the end of this statement
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: the coroutine uses the capture here
  }();
}
task<> local_closure(int x) {
  auto f = [x]() -> task<> {
    co_await tick();
    log(x);
  };
  return f();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: closure 'f' is destroyed before the coroutine uses its captures [async-dangling-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'f' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-5]]:9: note: the coroutine uses the capture here
}
void detached(executor ex, int x) {
  auto f = [x]() -> task<> {
    co_await tick();
    log(x);
  };
  grove::spawn(ex, f(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: closure 'f' is destroyed while the coroutine still uses its captures [async-dangling-capture]
  // CHECK-MESSAGES: :[[@LINE-6]]:8: note: 'f' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:9: note: the coroutine uses the capture here
}
void eager_statement(int x) {
  [x]() -> fire {
    co_await tick();
    log(x);
    // CHECK-MESSAGES: :[[@LINE-3]]:3: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    // CHECK-MESSAGES: :[[@LINE-4]]:3: note: the closure is destroyed at the end of this statement
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: the coroutine uses the capture here
  }();
}
task<> eager_named(std::string s) {
  auto t = [s]() -> eager {
    co_await tick();
    log(s);
  }();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-5]]:12: warning: this closure is destroyed while the coroutine still uses its captures
  // CHECK-MESSAGES: :[[@LINE-6]]:12: note: the closure is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:9: note: the coroutine uses the capture here
}
task<> gathered(int x) {
  std::vector<task<>> tasks;
  for (int i = 0; i < x; ++i)
    tasks.push_back([i]() -> task<> {
      co_await tick();
      log(i);
    }());
  co_await grove::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-5]]:21: warning: this closure is destroyed before the coroutine uses its captures
  // CHECK-MESSAGES: :[[@LINE-6]]:21: note: the closure is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:38: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:11: note: the coroutine uses the capture here
}
task<> closures_in_loop(int x) {
  std::vector<task<>> tasks;
  for (int i = 0; i < x; ++i) {
    auto f = [i]() -> task<> {
      co_await tick();
      log(i);
    };
    tasks.push_back(f());
  }
  co_await grove::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-3]]:21: warning: closure 'f' is destroyed before the coroutine uses its captures
  // CHECK-MESSAGES: :[[@LINE-8]]:10: note: 'f' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:38: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-8]]:11: note: the coroutine uses the capture here
}
struct session {
  int id = 0;
  task<> with_this() {
    auto t = [this]() -> task<> {
      co_await tick();
      log(id);
    }();
    co_await t;
    // CHECK-MESSAGES: :[[@LINE-5]]:14: warning: this closure is destroyed before the coroutine uses its captures
    // CHECK-MESSAGES: :[[@LINE-6]]:14: note: the closure is destroyed at the end of this statement
    // CHECK-MESSAGES: :[[@LINE-3]]:14: note: the work is used here, after the object is destroyed
    // CHECK-MESSAGES: :[[@LINE-6]]:11: note: the coroutine uses the capture here
  }
};
task<> parameters_do_not_help() {
  int x = 0;
  auto t = [x](int y) -> task<> {
    co_await tick();
    log(x + y);
  }(1);
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-5]]:12: warning: this closure is destroyed before the coroutine uses its captures
  // CHECK-MESSAGES: :[[@LINE-6]]:12: note: the closure is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-6]]:9: note: the coroutine uses the capture here
}
task<> awaited_elsewhere(int x) {
  task<> t;
  {
    auto f = [&x]() -> task<> {
      co_await tick();
      log(x);
    };
    t = f();
  }
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-3]]:9: warning: closure 'f' is destroyed before the coroutine uses its captures
  // CHECK-MESSAGES: :[[@LINE-8]]:10: note: 'f' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-8]]:11: note: the coroutine uses the capture here
}
// Who calls it keeps it, but not what it refers to.
void captured_local(executor ex) {
  int x = 0;
  grove::spawn(ex, [&x]() -> task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'x' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'x' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
    co_await tick();
    log(x);
  }, grove::detached);
}
void captured_by_default(executor ex, std::string text) {
  grove::spawn(ex, [&] { return erased([&]() -> task<> { log(text); co_return; }); }, grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that this callable refers to is destroyed while its coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:51: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
}
void captured_pointer(executor ex) {
  int x = 0;
  grove::spawn(ex, [p = &x]() -> task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'x' that this callable refers to is destroyed while its coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'x' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
    co_await tick();
    log(*p);
  }, grove::detached);
}
void named_callable(executor ex) {
  int x = 0;
  auto work = [&x]() -> task<> {
    co_await tick();
    log(x);
  };
  grove::spawn(ex, work, grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'x' that this callable refers to is destroyed while its coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-7]]:7: note: 'x' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
}
void into_a_scope(grove::scope &s) {
  int x = 0;
  s.spawn([&x]() -> task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'x' that this callable refers to is destroyed while its coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:7: note: 'x' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
    co_await tick();
    log(x);
  });
}

// The callable is destroyed when it has returned.
grove::promised chained(grove::promised p, int x) {
  return p.chain([x]() -> grove::promised {
    co_await tick();
    log(x);
    // CHECK-MESSAGES: :[[@LINE-3]]:18: warning: this closure is destroyed by 'chain' while the coroutine still uses its captures [async-dangling-capture]
    // CHECK-MESSAGES: :[[@LINE-2]]:9: note: the coroutine uses the capture here
  });
}
grove::promised chained_and_awaited(grove::promised p, int x) {
  co_await p.chain([x]() -> grove::promised {
    co_await tick();
    log(x);
    // CHECK-MESSAGES: :[[@LINE-3]]:20: warning: this closure is destroyed by 'chain' while the coroutine still uses its captures
    // CHECK-MESSAGES: :[[@LINE-2]]:9: note: the coroutine uses the capture here
  });
}

// In time.
task<> at_once(int x) {
  co_await [x]() -> task<> {
    co_await tick();
    log(x);
  }();
}
task<> at_once_by_reference(int x) {
  co_await grove::when_all([&]() -> task<> {
    co_await tick();
    log(x);
  }(), tick());
}
void waited(int x) {
  grove::sync_wait([&]() -> task<> {
    co_await tick();
    log(x);
  }());
}
task<> named_closure(int x) {
  auto f = [x]() -> task<> {
    co_await tick();
    log(x);
  };
  auto t = f();
  co_await t;
  co_await f();
}
task<> nothing_captured() {
  auto t = []() -> task<> {
    co_await tick();
    log(counter);
  }();
  co_await t;
}
task<> default_captures_nothing() {
  auto t = [&]() -> task<> {
    co_await tick();
    log(counter);
  }();
  co_await t;
}
task<> by_argument(int x) {
  auto t = [](int y) -> task<> {
    co_await tick();
    log(y);
  }(x);
  co_await t;
}
void static_closure(executor ex, int x) {
  static auto f = [x]() -> task<> {
    co_await tick();
    log(x);
  };
  grove::spawn(ex, f(), grove::detached);
}
void kept_by_sink(executor ex, int x) {
  grove::spawn(ex, [x]() -> task<> {
    co_await tick();
    log(x);
  }, grove::detached);
}
task<> kept_by_coroutine(int x) {
  auto t = calls([x]() -> task<> {
    co_await tick();
    log(x);
  });
  co_await t;
}
void eager_before_suspension(int x) {
  [x]() -> fire {
    log(x);
    co_await tick();
  }();
}
void run_to_the_end(executor ex) {
  int x = 0;
  grove::spawn(ex, [&x]() -> task<> {
    co_await tick();
    log(x);
  }, grove::detached);
  grove::run();
}
task<> joined(executor ex) {
  int x = 0;
  grove::scope s;
  s.spawn([&]() -> task<> {
    co_await tick();
    log(x);
  });
  co_await s.join();
}
grove::promised no_coroutine(grove::promised p, int x) {
  return p.chain([x] { log(x); });
}
grove::promised before_suspension(grove::promised p, int x) {
  return p.chain([x]() -> grove::promised {
    log(x);
    co_await tick();
  });
}
task<> in_frame(executor ex, int x) {
  auto f = [x]() -> task<> {
    co_await tick();
    log(x);
  };
  while (c())
    co_await f();
}

// A callable that only refers to the closure.
template <class F> struct by_pointer {
  F *f;
  explicit by_pointer(F &&g) : f(&g) {}
  template <class... A> auto operator()(A... a) const { return (*f)(a...); }
};
grove::promised wrapped(grove::promised p, int x) {
  return p.then(by_pointer([x]() -> grove::promised {
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: temporary that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:28: note: the temporary is destroyed at the end of this statement
    co_await tick();
    log(x);
  }));
}
grove::promised wrapped_and_awaited(grove::promised p, int x) {
  co_await p.then(by_pointer([x]() -> grove::promised {
    co_await tick();
    log(x);
  }));
}
