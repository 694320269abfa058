// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// Where a task is kept until it runs, templates and generators.
#include "lifetime.h"
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

using grove::tick;

void log(const std::string &);
void log(int);
std::string name();
bool c();

task<> reads(const std::string &text) { co_await tick(); log(text); }
task<> takes(std::string text) { co_await tick(); log(text); }

// In arrays, pairs, variants, maps.
task<> in_array() {
  task<> tasks[2] = {reads(name()), takes(name())};
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await tasks[0];
  co_await tasks[1];
}
task<> in_std_array() {
  std::array<task<>, 2> tasks = {reads(name()), takes(name())};
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await tasks[0];
  co_await tasks[1];
}
task<> in_pair() {
  std::pair<task<>, int> kept(reads(name()), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await kept.first;
}
task<> in_tuple() {
  auto kept = std::make_tuple(reads(name()), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await std::get<0>(kept);
}
task<> in_binding() {
  auto [t, n] = std::make_pair(reads(name()), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  log(n);
}
task<> in_variant() {
  std::variant<int, task<>> kept = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await std::get<1>(kept);
}
task<> in_unique_ptr() {
  auto kept = std::make_unique<task<>>(reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await *kept;
}
task<> in_map() {
  std::map<int, task<>> kept;
  kept[1] = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  kept.emplace(2, reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  for (auto &[n, t] : kept)
    co_await t;
}
task<> in_reference() {
  auto &&t = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> moved_on() {
  auto t = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  std::vector<task<>> tasks;
  tasks.push_back(std::move(t));
  co_await grove::when_all(std::move(tasks));
}
task<> pair_of_other_things() {
  std::pair<task<>, int> kept(reads(name()), 1);
  log(kept.second);
  co_return;
}
std::vector<task<>> of_locals(std::vector<std::string> names) {
  std::vector<task<>> tasks;
  for (auto &each : names)
    tasks.push_back(reads(each));
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'names' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-escaping-local]
  return tasks;
}
std::vector<task<>> of_what_is_given(const std::vector<std::string> &names) {
  std::vector<task<>> tasks;
  for (auto &each : names)
    tasks.push_back(reads(each));
  return tasks;
}
task<> emptied_each_time() {
  std::vector<task<>> tasks;
  for (int i = 0; i < 3; ++i) {
    std::string text = name();
    tasks.push_back(reads(text));
    for (auto &t : tasks)
      co_await t;
    tasks.clear();
  }
}
task<> replaced_each_time() {
  std::optional<task<>> t;
  while (c()) {
    std::string text = name();
    t.emplace(reads(text));
    co_await *t;
    t.reset();
  }
}
task<> leaves_first() {
  std::string text = name();
  auto t = reads(text);
  if (c())
    co_return;
  co_await t;
}

// Templates: each place once, whoever instantiates it.
template <class T> task<> twice(T) {
  auto t = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
template task<> twice(int);
template task<> twice(long);
template <class T> task<> converts(T text) {
  auto t = reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
template task<> converts(std::string);
template task<> converts(const char *); // makes a temporary string
template <class T> task<> never_converts(T text) {
  auto t = reads(text);
  co_await t;
}
template task<> never_converts(std::string);
template <class T> struct reader {
  task<> read(const T &value) { co_await tick(); log(value); }
  task<> late() {
    auto t = read(T());
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: temporary that parameter 'value' of 'read' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    co_await t;
  }
};
template struct reader<std::string>;

// Generators: each step of the loop runs them on.
template <class T> struct generator {
  struct promise_type {
    generator get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(const T &);
    void return_void();
    void unhandled_exception();
  };
  struct iterator {
    const T &operator*();
    iterator &operator++();
    bool operator!=(const iterator &) const;
  };
  iterator begin();
  iterator end();
  bool next();
  generator(generator &&);
  ~generator() {
    if (handle)
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};
generator<int> letters(const std::string &text) {
  for (char each : text)
    co_yield each;
}
generator<int> doubled(generator<int> numbers) {
  for (int each : numbers)
    co_yield 2 * each;
}
int sum(generator<int> numbers);
template <class Range> void print(Range &&numbers) {
  for (int each : numbers)
    log(each);
}
void loops(const std::string &given) {
  for (int each : letters(name()))
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: temporary that parameter 'text' of 'letters' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    log(each);
  for (int each : doubled(letters(name())))
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: temporary that parameter 'text' of 'letters' refers to is destroyed before the coroutine runs [async-dangling-parameter]
    log(each);
  auto numbers = letters(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: temporary that parameter 'text' of 'letters' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  while (numbers.next())
    ;
  std::string kept = name();
  for (int each : letters(kept))
    log(each);
  for (int each : doubled(letters(given)))
    log(each);
  log(sum(letters(name())));
  print(letters(name()));
}
generator<int> of_local() {
  std::string text = name();
  return letters(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'letters' refers to is destroyed before the coroutine runs [async-escaping-local]
}

// Recursion.
task<> counts_down(const std::string &text, int n) {
  if (n > 0)
    co_await counts_down(text, n - 1);
  else
    log(text);
}
task<> never_used(const std::string &text, int n) { return n > 0 ? never_used(text, n - 1) : tick(); }
task<> pong(const std::string &text, int n);
task<> ping(const std::string &text, int n) { return pong(text, n - 1); }
task<> pong(const std::string &text, int n) { return n > 0 ? ping(text, n) : reads(text); }
task<> recursion() {
  auto t = counts_down(name(), 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'counts_down' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto u = ping(name(), 3);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'ping' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  auto v = never_used(name(), 3);
  co_await t;
  co_await u;
  co_await v;
}

// Macros.
#define LATER(t, x) auto t = x
task<> in_macro() {
  LATER(t, reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
