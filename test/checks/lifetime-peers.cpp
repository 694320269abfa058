// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// What clang-tidy's cppcoreguidelines-avoid-reference-coroutine-parameters and -avoid-capturing-lambda-coroutines say in
// their own tests and known issues, and what is true of it. They judge declarations; a declaration alone harms nobody.
#include "lifetime.h"
#include <functional>
#include <map>
#include <span>
#include <utility>

using grove::eager;
using grove::executor;
using grove::fire;
using grove::promised;
using grove::tick;

void log(const std::string &);
void log(int);
std::string name();
int number();
struct object {
  int value = 0;
};

// --- Reference parameters, as that check's test has them. It reports every one.

task<> no_arguments() { co_return; }
task<> no_references(int, int *, object, const object) { co_return; }
// Never read: whatever they refer to may die.
task<> unread(int &, const int &) { co_return; }
task<> unread_object(object &x, int) { co_return; }
// Read after the beginning of a lazy coroutine: it depends on who calls.
task<> reads(const int &x) { log(x); co_return; }
task<> reads_object(const object &x) { co_await tick(); log(x.value); }
using reference = const int &;
task<> reads_alias(reference x) { log(x); co_return; }
// No coroutine: it passes the reference on, or it does not.
task<> passes_nothing(int &x) { log(x); return task<>{}; }
task<> passes_on(const int &x) { return reads(x); }

void callers_that_wait() {
  int x = 0;
  grove::sync_wait(reads(x));
  grove::sync_wait(reads(number()));
}
task<> callers_that_await(int &x) {
  co_await reads(x);
  co_await reads(number());
  co_await reads_object(object{});
  co_await passes_on(number());
  co_await grove::when_all(reads(number()), reads_alias(number()));
  auto t = reads(x);
  co_await t;
}
task<> callers_that_do_not() {
  auto t = unread_object(*std::make_unique<object>(), 1);
  auto u = passes_nothing(*std::make_unique<int>(1));
  auto v = reads(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'x' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto w = reads_alias(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'x' of 'reads_alias' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto x = passes_on(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'x' of 'passes_on' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto y = reads_object(object{});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'x' of 'reads_object' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
  co_await v;
  co_await w;
  co_await x;
  co_await y;
}
// Lambdas that are coroutines: as functions.
task<> of_lambdas() {
  auto takes = [](int x) -> task<> { log(x); co_return; };
  auto refers = [](const int &x) -> task<> { log(x); co_return; };
  auto unread = [](const int &) -> task<> { co_return; };
  co_await refers(number());
  auto t = takes(number());
  auto u = unread(number());
  auto v = refers(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'x' of this lambda refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
  co_await v;
}

// llvm #64915: parameters of functions and lambdas around or inside of a coroutine are none of its own.
void coroutine_in_function_with_reference(int &) {
  auto coroutine = [](int x) -> task<> { log(x); co_return; };
  grove::sync_wait(coroutine(1));
}
task<> lambda_with_reference_in_coroutine() {
  auto plain = [](int &x) { log(x); };
  int x = 0;
  plain(x);
  co_return;
}

// What that check never sees: views, spans, pointers, wrappers, containers of views, the object itself.
task<> reads_view(std::string_view text) { co_await tick(); log(std::string(text)); }
task<> reads_span(std::span<const int> numbers) { co_await tick(); log(numbers[0]); }
task<> reads_pointer(const object *x) { co_await tick(); log(x->value); }
task<> reads_wrapper(std::reference_wrapper<const std::string> text) { co_await tick(); log(text.get()); }
task<> reads_views(std::vector<std::string_view> texts) { co_await tick(); log(std::string(texts[0])); }
struct reader {
  int value = 0;
  task<> read() { co_await tick(); log(value); }
};
void views(executor ex) {
  std::string text = name();
  object x;
  reader r;
  grove::spawn(ex, reads_view(text), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'text' of 'reads_view' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, reads_view(name()), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary that parameter 'text' of 'reads_view' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, reads_span(std::vector<int>{1}), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary that parameter 'numbers' of 'reads_span' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, reads_pointer(&x), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'x' that parameter 'x' of 'reads_pointer' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, reads_wrapper(text), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'text' of 'reads_wrapper' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, reads_views({text}), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'texts' of 'reads_views' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  grove::spawn(ex, r.read(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'r' on which 'read' is called is destroyed while the coroutine still runs [async-dangling-this]
}

// llvm pull request #208970: a task that can be awaited in the expression that makes it and nowhere else makes references
// safe. No list of such types is needed: nobody can keep one.
class now_task {
public:
  struct promise_type {
    now_task get_return_object() { return now_task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  now_task(const now_task &) = delete;
  ~now_task() { handle_.destroy(); }
  struct awaiter {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    void await_resume() {}
  };
  awaiter operator co_await() && { return {}; }

private:
  explicit now_task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};
now_task reads_now(const std::string &text, std::string_view view) {
  co_await tick();
  log(text + std::string(view));
}
task<> awaits_now() {
  std::string text = name();
  co_await reads_now(name(), name());
  co_await reads_now(text, text);
}

// redpanda #27708 turned that check off: a service awaits its own members' coroutines all day, by reference.
struct service {
  std::map<std::string, int> table_;
  object config_;
  grove::scope background_;
  task<> apply(const object &change, std::map<std::string, int> &table) {
    co_await tick();
    table[name()] = change.value;
  }
  task<> update(object change) {
    co_await apply(change, table_);
    co_await apply(object{2}, table_);
    std::vector<task<>> all;
    all.push_back(apply(change, table_));
    all.push_back(apply(config_, table_));
    co_await grove::when_all(std::move(all));
  }
  void update_later() { background_.spawn(apply(config_, table_)); }
};

// --- Capturing lambdas, as that check's test has them. It reports every one.

struct with_member {
  int value = 0;
  void made_and_dropped() {
    // Neither called nor kept.
    [this]() -> task<> { log(value); co_return; };
  }
};
void made_and_dropped() {
  int v = 0;
  [&]() -> task<> { int y = v; (void)y; co_return; };
  [=]() -> task<> { int y = v; (void)y; co_return; };
  [v]() -> task<> { (void)v; co_return; };
  [&v]() -> task<> { (void)v; co_return; };
  [y = v]() -> task<> { (void)y; co_return; };
  [y{v}]() -> task<> { (void)y; co_return; };
  []() -> task<> { co_return; };
}
// llvm #77066: awaited in the same expression.
task<> called_and_awaited(int v) {
  co_await [&]() -> task<> { log(v); co_return; }();
  co_await [=]() -> task<> { log(v); co_return; }();
  co_await [y = v]() -> task<> { log(y); co_return; }();
}
// llvm #81963, #76995: the closure is a temporary, its copy of `v` dies with it.
task<> called_and_kept(int v) {
  auto t = [v](int x) -> task<> { log(x + v); co_return; }(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  auto u = [&v]() -> task<> { log(v); co_return; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  auto w = [](int x, int y) -> task<> { log(x + y); co_return; }(1, v);
  co_await t;
  co_await u;
  co_await w;
}
// silkworm #2133, "it only gives false positives noise": closures that live as long as the task, and sinks that keep them.
task<> closure_that_lives(executor ex, int v) {
  auto f = [&]() -> task<> { co_await tick(); log(v); };
  auto t = f();
  co_await t;
  co_await grove::when_all(f(), f());
  grove::spawn(ex, [v]() -> task<> { co_await tick(); log(v); }, grove::detached);
}
void test_with_a_loop(executor ex) {
  int calls = 0;
  grove::spawn(ex, [&]() -> task<> { co_await tick(); ++calls; }, grove::detached);
  grove::run();
  log(calls);
}

// Seastar's lambda coroutine fiasco: `then` destroys the lambda when it has returned its future.
promised fiasco(promised after, int v) {
  return after.chain([v]() -> promised {
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this closure is destroyed by 'chain' while the coroutine still uses its captures [async-dangling-capture]
    co_await tick();
    log(v);
  });
}
promised fiasco_although_awaited(promised after, int v) {
  co_await after.chain([v]() -> promised {
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: this closure is destroyed by 'chain' while the coroutine still uses its captures [async-dangling-capture]
    co_await tick();
    log(v);
  });
}
promised no_fiasco(promised after, int v) {
  return after.chain([v]() -> promised { // reads its capture before it suspends
    log(v);
    co_await tick();
  });
}

// capnproto #2670 wanted all references in callbacks banned: "we safely capture by reference all the time", its maintainer
// said, whenever the promise does not outlive what it refers to.
struct connection {
  promised read();
  promised writing_ = read();
  int received_ = 0;
  promised kept_by_member() {
    return read().then([this] { ++received_; });
  }
  promised kept_by_caller(int &count) {
    return read().then([&count] { ++count; });
  }
  promised awaited() {
    int count = 0;
    co_await read().then([&] { ++count; });
    log(count);
  }
  promised leaves_its_local() {
    int count = 0;
    return read().then([&] { ++count; });
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'count' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  }
};

// redpanda #29846: a function became a coroutine, and its `&&` parameter a dangling one.
eager stores(std::string &&text) {
  co_await tick();
  log(text);
}
task<> gives_temporary() {
  auto t = stores(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'stores' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await t;
  co_await stores(name());
}
// llvm #97790, pull request #172566: references into what others may change meanwhile. async-stale-reference's.
struct cache {
  std::map<int, std::string> entries_;
  task<> show(int id) {
    const std::string &entry = entries_[id];
    co_await tick();
    log(entry);
  }
};
