// RUN: %check_async async-discarded-result %s
//
// Templates: their instantiations show the types, each place is reported once.

#include "task.h"
#include "tasks.h"

#include <functional>
#include <vector>

task<> send(int = 0);
task<int> value();

// Instantiated twice.
template <class T> task<> twice(T t) {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded, so it never runs [async-discarded-result]
  // CHECK-FIXES: {{^}}  co_await send();{{$}}
  t();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by {{.*}} is discarded, so it never runs
  // CHECK-FIXES: {{^}}  t();{{$}}
  co_await t();
}
struct send_later {
  task<> operator()() const;
};
task<> instantiate_twice() {
  co_await twice(send_later{});
  co_await twice([]() -> task<int> { return value(); });
}

// Never instantiated: what does not depend on the parameters is known.
template <class T> task<> never(T t) {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  send();{{$}}
  t.send();
  T::send();
  send(t);
  co_return;
}

// Members of class templates, out of line too.
template <class T> class connection {
public:
  task<> write(T);
  task<T> read();
  task<> flush() {
    write(T());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'write' is discarded
    // CHECK-FIXES: {{^}}    co_await write(T());{{$}}
    flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'flush' is discarded
    // CHECK-FIXES: {{^}}    co_await flush();{{$}}
    co_return;
  }
  template <class U> task<> both(U u) {
    write(u);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'write' is discarded
    // CHECK-FIXES: {{^}}    co_await write(u);{{$}}
    this->read();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'read' is discarded
    co_return;
  }
  static task<> all(std::vector<connection> &c) {
    for (auto &one : c)
      one.flush();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by 'flush' is discarded
    co_return;
  }
};
template <class T> task<> connection<T>::write(T t) {
  read();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'read' is discarded
  // CHECK-FIXES: {{^}}  co_await read();{{$}}
  co_return;
}
task<> use(connection<int> &c, connection<long> &d, std::vector<connection<int>> &all) {
  co_await c.flush();
  co_await d.flush();
  co_await c.both(1);
  co_await connection<int>::all(all);
}

// An instantiation for which the value is a task, and one for which it is not.
template <class F> task<> depends(F f) {
  f();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by {{.*}} is discarded, so it never runs
  // CHECK-FIXES: {{^}}  f();{{$}}
  co_return;
}
int plain();
task<> both_kinds() {
  co_await depends(plain);
  co_await depends([] { return 1; });
  co_await depends([] { return value(); });
}

// Specialisations are functions of their own.
template <class T> task<> specialised() { co_await send(); }
template <> task<> specialised<int>() {
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded
  // CHECK-FIXES: {{^}}  co_await send();{{$}}
  co_return;
}

// Variadic: one place.
template <class... T> task<> variadic(T... t) {
  (send(t), ...);
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: task returned by 'send' is discarded
  (co_await send(t), ...);
}
task<> use_variadic() { co_await variadic(1, 2, 3); }

// if constexpr: the other branch is not there.
template <bool B> task<> chosen() {
  if constexpr (B)
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
  else
    co_await send();
}
task<> use_chosen() {
  co_await chosen<true>();
  co_await chosen<false>();
}

// A lambda in a template.
template <class T> task<> with_lambda(T t) {
  auto inner = [&](int n) -> task<> {
    send(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send(n);{{$}}
    t(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by this lambda is discarded
    // CHECK-FIXES: {{^}}    t(n);{{$}}
    co_return;
  };
  co_await inner(1);
}
task<> use_with_lambda() {
  co_await with_lambda([](int) {});
  co_await with_lambda([](int) -> task<> { co_return; });
}

// A generic lambda.
task<> generic() {
  auto call = [](auto f) -> task<> {
    f();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by this lambda is discarded
    // CHECK-FIXES: {{^}}    f();{{$}}
    send();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'send' is discarded
    // CHECK-FIXES: {{^}}    co_await send();{{$}}
    co_await f();
  };
  co_await call([]() -> task<> { co_return; });
  co_await call([]() -> task<int> { co_return 1; });
}

// A template alias and a dependent task type.
template <class T> using reply = task<T>;
template <class T> reply<T> ask();
template <class T> reply<T> ask_for() {
  ask<T>();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'ask' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await ask<T>();{{$}}
  co_return co_await ask<T>();
}
task<> use_alias() {
  (void)co_await ask_for<int>();
}

// Not reported: what nobody has completed.
template <class T> class opaque;
opaque<int> &hidden();
void looks_at_it() { hidden(); }

// Not reported: a generic function that hands on what it is given.
template <class F> decltype(auto) hand_on(F &&f) { return std::invoke(std::forward<F>(f)); }
template <class... F> task<> all_of(F &&...f) { (co_await f(), ...); }
task<> handed_on() {
  co_await hand_on([] { return send(); });
  co_await all_of([] { return send(); }, [] { return send(1); });
}
