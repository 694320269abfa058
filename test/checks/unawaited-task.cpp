// RUN: %check_async async-unawaited-task %s
// RUN: %check_async async-unawaited-task %s --suffix=,EXITS --config='{CheckOptions: {async-unawaited-task.EarlyExits: true}}'

#include "task.h"
#include "tasks.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

task<int> value();
task<> send(int = 0);
birch::lazy<int> number();
birch::job work();
cedar::eager<int> started();
cedar::ticket ticket();
alder::future<int> count();
alder::crew crew();
alder::courier post();
elm::sequence<int> numbers();
bool ready();
void sink(task<>);
void look(const task<> &);
template <class... T> task<> when_all(T...);

// Never awaited, by the kind of the task.

task<> never_awaited() {
  auto t = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is never awaited, so it never runs [async-unawaited-task]
  task<int> u = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: task 'u' is never awaited, so it never runs
  task<int> v{value()};
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: task 'v' is never awaited, so it never runs
  task<int> w(value());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: task 'w' is never awaited, so it never runs
  const auto x = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: task 'x' is never awaited, so it never runs
  auto &&y = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 'y' is never awaited, so it never runs
  const auto &z = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: task 'z' is never awaited, so it never runs
  auto n = number();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'n' is never awaited, so it never runs
  auto j = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'j' is never awaited, so it never runs
  auto e = started();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'e' is never awaited, so its coroutine may be destroyed unfinished at the end of the scope
  auto i = ticket();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'i' is never awaited, so its exceptions are lost
  auto c = count();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'c' is never awaited, so its exceptions are lost
  auto r = alder::run_errand();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: awaitable 'r' is never awaited, so the code goes on without it
  auto a = value(), b = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'a' is never awaited
  // CHECK-MESSAGES: :[[@LINE-2]]:21: warning: task 'b' is never awaited
  auto d = ready() ? send() : send(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'd' is never awaited
  [[maybe_unused]] auto m = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: task 'm' is never awaited
  co_return;
}

// A look at it, or a cast to void, awaits nothing.

task<> looked_at() {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is never awaited, so it never runs
  if (t.valid())
    ready();
  auto u = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'u' is never awaited, so it never runs
  (void)u;
  auto v = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'v' is never awaited, so it never runs
  if (v)
    ready();
  auto w = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'w' is never awaited, so it never runs
  static_cast<void>(w);
  (void)sizeof(w);
  co_return;
}

// Everywhere a variable can be.

void plain_function() {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is never awaited
}
struct service {
  service() {
    auto t = refresh();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  }
  task<> refresh() {
    auto t = value();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
    co_return;
  }
  static task<> reset();
};
task<> places(int n) {
  auto lambda = [] {
    auto t = send();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  };
  auto generic = [](auto f) {
    auto t = f();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  };
  generic([] { return send(); });
  lambda();
  if (auto t = send(); n > 0)
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task 't' is never awaited
    ready();
  if (auto t = send())
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task 't' is never awaited
    ready();
  switch (auto t = send(); n) {
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: task 't' is never awaited
  default:
    break;
  }
  for (auto t = send(); n > 0; --n)
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: task 't' is never awaited
    ready();
  while (n-- > 0) {
    auto t = send(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  }
  for (int i : {1, 2}) {
    auto t = send(i);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  }
  try {
    auto t = service::reset();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  } catch (...) {
    auto t = send();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 't' is never awaited
  }
  struct local {
    void f() {
      auto t = send();
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task 't' is never awaited
    }
  };
  co_return;
}

// Structured bindings.

std::pair<task<>, int> pair();
std::tuple<task<int>, task<int>> two();
struct both {
  task<> first;
  int second;
};
both aggregate();
task<> bindings() {
  auto [t, n] = aggregate();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task 't' is never awaited, so it never runs
  auto [u, m] = aggregate();
  co_await u;
  (void)n, (void)m;
}

// On some path only.

task<> one_branch(bool b) {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path, so it never runs there
  if (b)
    co_await t;
    // CHECK-MESSAGES: :[[@LINE-1]]:14: note: 't' is awaited or passed on here, but not on every path
}
task<> one_case(int n) {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path, so it never runs there
  switch (n) {
  case 1:
    co_await std::move(t);
    break;
  case 2:
    break;
  }
}
task<> in_a_loop(int n) {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path, so it never runs there
  while (n-- > 0)
    co_await t;
}
task<> in_a_try() {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path
  try {
    if (ready())
      co_await t;
  } catch (...) {
  }
}
task<> short_circuit(bool b) {
  auto t = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path
  if (b && co_await t > 1)
    ready();
}
task<> conditional(bool b) {
  auto t = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path
  int n = b ? co_await t : 0;
  (void)n;
}
task<> refilled() {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path, so it never runs there
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: note: 't' is awaited or passed on here, but not on every path
  t = send(); // this one
  // CHECK-MESSAGES: :[[@LINE-1]]:3: note: 't' is assigned another task here
}
task<> moved_between() {
  auto t = send();
  auto u = std::move(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'u' is never awaited
  co_return;
}

// An early exit may be meant: reported on request.

task<> early_exit(bool b) {
  auto t = send();
  // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:8: warning: task 't' is not awaited before an early exit, so it never runs on that path
  if (b)
    co_return;
    // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:5: note: 't' is not awaited before this exit
  co_await t;
}
task<> tested() {
  auto t = send();
  // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:8: warning: task 't' is not awaited on some path, so it never runs there
  if (t.valid())
    co_await t;
    // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:14: note: 't' is awaited or passed on here, but not on every path
}
task<> tested_first() {
  auto t = send();
  // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:8: warning: task 't' is not awaited before an early exit, so it never runs on that path
  if (!t)
    co_return;
  if (ready())
    co_return;
  co_await std::move(t);
}
task<> leaves_the_loop(int n) {
  for (;;) {
    auto t = send();
    // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:10: warning: task 't' is not awaited before an early exit, so it never runs on that path
    if (n-- == 0)
      break;
    co_await t;
  }
}

// Empty tasks awaited.

task<> empty(bool b) {
  task<> t;
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 't' is awaited but holds no task, so this await does nothing, fails or is undefined behaviour
  task<> u{};
  co_await std::move(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'u' is awaited but holds no task, so this await does nothing, fails or is undefined behaviour
  auto v = send();
  sink(std::move(v));
  auto w = send();
  auto x = std::move(w);
  co_await x;
  co_await w;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'w' is awaited but holds no task, so this await does nothing, fails or is undefined behaviour
  // CHECK-MESSAGES: :[[@LINE-5]]:8: note: 'w' was default-constructed or moved from on every path to the await
  task<> y;
  if (b)
    y = send();
  co_await y;
  task<> z;
  z = send();
  co_await z;
}

// ---------------------------------------------------------------------------------------------------------------------
// Not reported.

task<> awaited(bool b) {
  auto t = send();
  co_await t;
  auto u = send();
  co_await std::move(u);
  auto v = send(), w = send();
  co_await when_all(std::move(v), std::move(w));
  auto x = send();
  if (b)
    co_await x;
  else
    sink(std::move(x));
  auto y = send();
  switch (b) {
  case true:
    co_await y;
    break;
  default:
    sink(std::move(y));
  }
  auto z = value();
  for (int n = co_await z; n > 0; --n)
    ready();
}
task<> returned() {
  auto t = send();
  return t;
}
task<> returned_moved(bool b) {
  auto t = send();
  auto u = send();
  // CHECK-MESSAGES-EXITS: :[[@LINE-1]]:8: warning: task 'u' is not awaited before an early exit, so it never runs on that path
  if (b)
    return std::move(t);
  sink(std::move(t));
  return u;
}
task<task<>> co_returned() {
  auto t = send();
  co_return std::move(t);
}

struct keeper {
  task<> kept;
  std::vector<task<>> all;
  std::unique_ptr<task<>> pointer;
  keeper(task<> t) : kept(std::move(t)) {}
  void keep() {
    auto t = send();
    kept = std::move(t);
    auto u = send();
    all.push_back(std::move(u));
    auto v = send();
    pointer = std::make_unique<task<>>(std::move(v));
  }
};
keeper escapes(std::vector<task<>> &out, task<> *&address, std::optional<task<>> &maybe) {
  auto t = send();
  out.push_back(std::move(t));
  auto u = send();
  out.emplace_back(std::move(u));
  auto v = send();
  maybe = std::move(v);
  auto w = send();
  address = &w;
  auto x = send();
  look(x);
  auto y = send();
  auto &reference = y;
  look(reference);
  auto z = send();
  return keeper(std::move(z));
}

// Containers of tasks are joined later.
task<> joined_later() {
  std::vector<task<>> all;
  for (int i = 0; i < 3; ++i)
    all.push_back(send(i));
  for (auto &t : all)
    co_await t;
  std::array<task<>, 2> two{send(), send()};
  co_await when_all(std::move(two[0]), std::move(two[1]));
  std::map<int, task<>> named;
  named.emplace(1, send());
  std::optional<task<>> maybe = send();
  std::variant<int, task<>> either = send();
  task<> array[] = {send(), send()};
  for (auto &&t : array)
    co_await t;
}

// Captured.
task<> captured() {
  auto t = send();
  auto by_reference = [&t]() -> task<> { co_await t; };
  co_await by_reference();
  auto u = send();
  auto by_move = [u = std::move(u)]() mutable -> task<> { co_await u; };
  co_await by_move();
  auto v = send();
  auto all = [&]() -> task<> { co_await v; };
  co_await all();
}

// The destructor waits.
task<> joins() {
  auto c = crew();
  co_return;
}

// Detached, generators that are used, started work kept on purpose.
task<> other_types() {
  auto d = post();
  for (int n : numbers())
    (void)n;
  auto g = numbers();
  for (int n : g)
    (void)n;
  [[maybe_unused]] auto kept = started();
  auto running = started();
  (void)running;
  co_return;
}

// Leaves by an exception: nobody waits then, whatever one does.
task<> throws(bool b) {
  auto t = send();
  if (b)
    throw 1;
  co_await t;
}
[[noreturn]] void die();
task<> dies(bool b) {
  auto t = send();
  if (b)
    die();
  co_await t;
}

// Parameters, statics, members and globals belong to somebody else's scope.
task<> global_task = send();
task<> others(task<> parameter, task<> &reference) {
  static auto once = send();
  thread_local auto each = send();
  extern task<> elsewhere;
  auto &alias = reference;
  co_return;
}

// Held by name until the program ends.
int main() {
  auto t = value();
  sink([](task<int> t) -> task<> { co_await t; }(std::move(t)));
}

task<> suppressed() {
  auto t = send(); // NOLINT
  auto u = send(); // NOLINT(async-unawaited-task)
  co_return;
}

#define LOCAL(name) auto name = send()
#define SILENT(x) (void)(x)
task<> macros() {
  LOCAL(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task 't' is never awaited
  LOCAL(u);
  co_await u;
  LOCAL(v);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task 'v' is never awaited
  SILENT(v);
}

template <class F> task<> in_template(F f) {
  auto t = f();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is never awaited
  auto u = f();
  co_await u;
  auto v = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'v' is never awaited
}
task<> instantiate() {
  co_await in_template([] { return send(); });
  co_await in_template([] { return value(); });
}
template <class F> task<> never_instantiated(F f) {
  auto t = send();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 't' is never awaited
  auto u = f();
  auto v = send();
  f(v);
  co_return;
}

// Who asks whether there is a task does not await one that is not there.
task<> asks_first() {
  task<> maybe;
  if (maybe.valid())
    co_await std::move(maybe);
}
