// RUN: %check_async async-dangling-parameter,async-dangling-capture,async-continuation-capture,async-escaping-local %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
//
// `[[clang::noescape]]`: nothing of the argument is kept when the function returns.
#include "lifetime.h"

using grove::executor;
using grove::tick;

void log(int);
std::string name();
task<> reads(const int &i) { log(i); co_await tick(); }

void log_all(); // in another file; it returns when all is done

// ---- callables

struct pool {
  void apply(const std::function<void()> &job [[clang::noescape]]) {
    grove::on_readable(1, job);
    log_all();
  }
  void apply_unsaid(const std::function<void()> &job) {
    grove::on_readable(1, job);
    log_all();
  }
};
template <class F> void on_event(F &&f) { grove::on_readable(2, f); }
template <class F> void for_each(F &&f [[clang::noescape]]) { grove::on_readable(2, f); }
void callable(pool &p) {
  int one = 0;
  p.apply([&one] { ++one; });
}
void callables(pool &p) {
  int two = 0, three = 0, four = 0;
  p.apply_unsaid([&two] { ++two; });
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'two' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  for_each([&three] { ++three; });
  on_event([&four] { ++four; });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'four' that this callable refers to is destroyed before the callable is called
}

// ---- functions that pass it to work of their own

void run(const int &value [[clang::noescape]]) {
  grove::spawn(executor(), reads(value));
  log_all();
}
void run_unsaid(const int &value) {
  grove::spawn(executor(), reads(value));
  log_all();
}
void passes() {
  int one = 1, two = 2;
  run(one);
  run_unsaid(two);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'two' that parameter 'value' of 'run_unsaid' refers to is destroyed while the coroutine still runs
}

// ---- work with a body in another file: it has copied what it needs

task<> copies(const std::string &text [[clang::noescape]]);
task<> elsewhere(const std::string &text);
task<> temporaries() {
  auto t = copies(name());
  co_await t;
  auto u = elsewhere(name());
  co_await u;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'elsewhere' refers to is destroyed before the coroutine runs
}

// ---- results do not refer to it

struct parts {
  const char *first;
};
parts split(const std::string &text [[clang::noescape]]) { return {text.data()}; }
parts split_unsaid(const std::string &text) { return {text.data()}; }
task<parts> results() {
  std::string text = name();
  if (text.empty())
    co_return split(text);
  co_return split_unsaid(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' is destroyed with this coroutine
}

// ---- the body of a coroutine tells more: it reads its parameter after it has returned its task

task<> contradicts(const std::string &text [[clang::noescape]]) {
  co_await tick();
  log(static_cast<int>(text.size()));
}
task<> read_later() {
  auto t = contradicts(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'contradicts' refers to is destroyed before the coroutine runs
}
