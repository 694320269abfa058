// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// Odd programs: control flow, conversions that make temporaries, templates, closures that are called at once.
#include "lifetime.h"
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

using grove::tick;

bool c();
void log(const std::string &);
void log(int);
std::string name();
struct point {
  int x = 0;
};
task<> reads(const std::string &text) {
  co_await tick();
  log(text);
}
task<> reads_view(std::string_view text) {
  co_await tick();
  log(std::string(text));
}
task<> reads_pointer(const point *p) {
  co_await tick();
  log(p->x);
}
task<> takes(std::string text) {
  co_await tick();
  log(text);
}

// Control flow.
task<> f1() try {
  auto t = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
} catch (...) {
  log(1);
}
task<> f2() {
again: {
  auto t = takes(name());
  co_await t;
  if (c())
    goto again;
}
}
task<> f3(int n) {
  task<> t;
  switch (n) {
  case 1: {
    std::string s;
    t = reads(s);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 's' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    break;
  }
  default:
    t = takes("x");
  }
  co_await t;
}
task<> f4() {
  do {
    std::string s;
    auto t = reads(s);
    co_await t;
  } while (c());
}
task<> f5() {
  if (auto t = reads(name()); c())
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    co_await t;
}
task<> f6() {
  if (std::string s = name(); !s.empty()) {
    auto t = reads(s);
    co_await t;
  }
}
task<> f7() {
  task<> t;
  if (std::string s = name(); !s.empty())
    t = reads(s);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 's' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> f8() {
  for (std::string s = name(); c();) {
    auto t = reads(s);
    co_await t;
  }
}
task<> f9() {
  for (auto t = reads(name()); c();) {
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    co_await t;
  }
}
task<> f10() {
  task<> t;
  {
    std::string s;
    t = reads(s);
    if (c())
      co_return;
    co_await t;
    t = takes("a");
  }
  co_await t;
}
task<> f11() {
  task<> t;
  {
    std::string s;
    t = reads(s);
    if (c())
      co_await t;
  }
  if (c())
    co_await takes("x");
}

// Templates.
template <class... A> task<> many(const A &...a) {
  co_await tick();
  (log(a), ...);
}
task<> v1() {
  auto t = many(name(), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'a' of 'many' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> v2() {
  std::string s;
  int i = 0;
  auto t = many(s, i);
  co_await t;
}
template <class F, class... A> task<> call_with(F f, A &&...a) {
  co_await f(std::forward<A>(a)...);
}
task<> v3() {
  auto t = call_with(reads, name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'a' of 'call_with' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> v4() {
  std::string s;
  auto t = call_with(reads, s);
  co_await t;
}
template <class F, class... A> task<> apply_copy(F f, A... a) {
  co_await f(std::move(a)...);
}
task<> v5() {
  auto t = apply_copy(takes, name());
  co_await t;
}
template <class T>
concept C = requires(T t) {
  t.x;
};
template <C T> task<> con(const T &t) {
  co_await tick();
  log(t.x);
}
task<> v6() {
  auto t = con(point{});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 't' of 'con' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}

// Temporaries that a conversion makes, and none.
union u {
  int i;
  float f;
};
task<> ints(const int &i) {
  co_await tick();
  log(i);
}
task<> x1() {
  u k;
  k.i = 1;
  auto t = ints(k.i);
  co_await t;
}
struct bf {
  int a : 3;
};
task<> x2() {
  bf b{};
  auto t = ints(b.a);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x3() {
  constexpr int k = 3;
  auto t = ints(k);
  co_await t;
}
task<> x4() {
  constexpr static int k = 3;
  auto t = ints(k);
  co_await t;
}
enum e { e1 };
task<> x5() {
  auto t = ints(e1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x6() {
  auto t = ints(int());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x7(long l) {
  auto t = ints(l);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x8() {
  auto t = ints(sizeof(int));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x9(bool b, int i) {
  auto t = ints(b ? i : 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x10(std::string &&s) {
  auto t = reads(std::move(s));
  co_await t;
}
task<> x11(std::string s) {
  auto t = reads(s += "x");
  co_await t;
}
task<> x12(std::string s) {
  auto t = reads(s + "x");
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x13(std::optional<std::string> o) {
  auto t = reads(o.value_or("x"));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> x14(std::map<int, std::string> m) {
  auto t = reads(m.find(1)->second);
  co_await t;
}
task<> x15(std::map<int, std::string> m) {
  auto t = reads(m[1]);
  co_await t;
}
task<> x16() {
  auto t = reads(*new std::string("x"));
  co_await t;
}
task<> x17() {
  auto t = reads_pointer(new point);
  co_await t;
}
task<> x18(std::pair<std::string, int> p) {
  auto t = reads(std::get<0>(p));
  co_await t;
}
task<> x21(std::string a, std::string b) {
  auto t = reads(std::max(a, b));
  co_await t;
}
task<> x22() {
  thread_local std::string s;
  auto t = reads(s);
  co_await t;
}

// Views, pointers and loops.
task<> y1(std::string s) {
  std::string_view v(s);
  auto t = reads_view(v.substr(1));
  co_await t;
}
task<> y2() {
  auto t = reads_view(std::string_view(name()).substr(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads_view' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> y4(const char *p) {
  auto t = reads_view(p);
  co_await t;
}
task<> y5(const char *p) {
  auto t = reads(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> y6(std::span<const std::string> s) {
  std::vector<task<>> ts;
  for (auto &x : s)
    ts.push_back(reads(x));
  for (auto &t : ts)
    co_await t;
}
task<> y7(std::vector<std::string> s) {
  std::vector<task<>> ts;
  for (auto it = s.begin(); it != s.end(); ++it)
    ts.push_back(reads(*it));
  for (auto &t : ts)
    co_await t;
}
task<> y8(std::vector<std::string> s) {
  std::vector<task<>> ts;
  for (size_t i = 0; i < s.size(); ++i)
    ts.push_back(reads(s[i]));
  for (auto &t : ts)
    co_await t;
}
task<> y9(std::vector<int> s) {
  std::vector<task<>> ts;
  for (size_t i = 0; i < s.size(); ++i)
    ts.push_back(ints(i));
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  for (auto &t : ts)
    co_await t;
}
task<> y10(std::vector<bool> s) {
  std::vector<task<>> ts;
  for (auto b : s)
    ts.push_back(ints(b));
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: temporary that parameter 'i' of 'ints' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  for (auto &t : ts)
    co_await t;
}

// Into what belongs to others.
void z1(task<> &out) {
  out = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
}
void z2(task<> &out) {
  std::string s;
  out = reads(s);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 's' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
}
void z3(task<> &out, const std::string &s) {
  out = reads(s);
}
void z4(std::vector<task<>> &out, std::string s) {
  out.push_back(reads(s));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 's' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
}
struct z5 {
  std::vector<task<>> ts;
  std::string n;
  void a() { ts.push_back(reads(n)); }
  void b(std::string s) { ts.push_back(reads(s)); }
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 's' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  void d(const std::string &s) { ts.push_back(reads(s)); }
};

// Local classes and lambdas.
task<> l1() {
  struct loc {
    task<> run(const std::string &s) {
      co_await tick();
      log(s);
    }
  };
  loc l;
  auto t = l.run(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 's' of 'run' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> l2(int n) {
  std::function<task<>(int)> f = [&](int k) -> task<> {
    if (k)
      co_await f(k - 1);
    log(n);
  };
  auto t = f(n);
  co_await t;
}
task<> l3() {
  auto mk = [](std::string s) { return takes(std::move(s)); };
  auto t = mk(name());
  co_await t;
}
task<> l4() {
  auto mk = [](const std::string &s) { return reads(s); };
  auto t = mk(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 's' of this lambda refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> l5() {
  std::string s;
  auto mk = [&] { return reads(s); };
  auto t = mk();
  co_await t;
}
task<> l6() {
  std::string s;
  auto t = [&] { return reads(s); }();
  co_await t;
}
task<> l7() {
  std::string s;
  auto t = [s] { return reads(s); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  co_await t;
}
task<> l8() {
  auto t = [](auto f) -> task<> { co_await f(); }([s = name()]() -> task<> {
    co_await tick();
    log(s);
  });
  co_await t;
}
task<> l9() {
  auto t = [](const auto &f) -> task<> { co_await f(); }([s = name()]() -> task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'f' of this lambda refers to is destroyed before the coroutine runs [async-dangling-parameter]
    co_await tick();
    log(s);
  });
  co_await t;
}

// The loop comes from a call: the same accessor gives the same loop.
class event_loop {
public:
  template <class Work> void spawn(Work &&work) { grove::spawn(grove::executor{}, static_cast<Work &&>(work)); }
  void run();
};
event_loop &global_loop();
event_loop &other_loop();
void m1() {
  std::string s = name();
  global_loop().spawn(reads(s));
  global_loop().run();
}
void m2() {
  std::string s = name();
  auto &loop = global_loop();
  loop.spawn(reads(s));
  loop.run();
}
void m3() {
  std::string s = name();
  global_loop().spawn(reads(s));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 's' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  other_loop().run();
}
