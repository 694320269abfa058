// RUN: %check_async async-dangling-parameter %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
#include "lifetime.h"
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>

using grove::eager;
using grove::executor;
using grove::fire;
using grove::tick;

bool c();
void log(const std::string &);
void log(int);
std::string name();
const std::string &global_name();
std::string &&forwarded(std::string &&);
struct point {
  int x = 0;
};
struct token {};

// Coroutines, which use what they are given, or do not.
task<> reads(const std::string &text) { log(text); co_await tick(); }
task<> reads_view(std::string_view text) { co_await tick(); log(std::string(text)); }
task<> reads_pointer(const point *p) { co_await tick(); log(p->x); }
task<> reads_span(std::span<const int> s) { co_await tick(); log(s[0]); }
task<> reads_int(const int &i) { co_await tick(); log(i); }
task<> reads_wrapped(std::reference_wrapper<std::string> r) { co_await tick(); log(r.get()); }
task<> reads_views(std::vector<std::string_view> v) { co_await tick(); log(std::string(v[0])); }
task<> takes(std::string text) { co_await tick(); log(text); }
task<> unused(const std::string &) { co_await tick(); }
task<> silenced(const std::string &text) { (void)text; co_await tick(); }
task<> tagged(const token &t) { (void)t; co_await tick(); (void)sizeof(t); }
task<> elsewhere(const std::string &text);
task<> passes(const std::string &text) { return reads(text); }
task<> passes_copy(const std::string &text) { return takes(text); }
task<> passes_moved(std::string &&text) { return takes(std::move(text)); }
task<> defaulted(const std::string &text = "none") { co_await tick(); log(text); }
template <class T> task<> generic(const T &t) { co_await tick(); log(t); }
eager early(const std::string &text) { log(text); co_await tick(); }
eager late(const std::string &text) { co_await tick(); log(text); }
eager during(const std::string &text) { co_await reads(text); }
eager late_alias(const std::string &text) { const std::string &again = text; co_await tick(); log(again); }
eager early_copy(const std::string &text) { std::string copy = text; co_await tick(); log(copy); }
fire forget(const std::string &text) { co_await tick(); log(text); }
fire forget_early(const std::string &text) { log(text); co_await tick(); }
fire runs(task<> t) { co_await t; }
template <class F> task<> calls_by_reference(F &&f) { co_await f(); }

// A temporary, and a task that is awaited later.
task<> named() {
  auto t = reads(std::string("text"));
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-34]]:45: note: the coroutine uses the destroyed object here
}
task<> named_moved() {
  task<> t = reads(name());
  co_await std::move(t);
  // CHECK-MESSAGES: :[[@LINE-2]]:14: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:20: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:22: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-42]]:45: note: the coroutine uses the destroyed object here
}
task<> converted() {
  auto t = reads("text");
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-50]]:45: note: the coroutine uses the destroyed object here
}
task<> view_of_temporary() {
  auto t = reads_view(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads_view' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-57]]:77: note: the coroutine uses the destroyed object here
}
task<> view_of_literal() {
  auto t = reads_view("text");
  co_await t;
}
task<> pointer_to_member_of_temporary() {
  auto t = reads_pointer(std::array<point, 2>().data());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'p' of 'reads_pointer' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:26: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-68]]:61: note: the coroutine uses the destroyed object here
}
task<> span_of_temporary() {
  auto t = reads_span(std::vector<int>{1, 2});
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 's' of 'reads_span' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-75]]:66: note: the coroutine uses the destroyed object here
}
task<> literal() {
  auto t = reads_int(5);
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'i' of 'reads_int' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:22: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-82]]:55: note: the coroutine uses the destroyed object here
}
task<> wrapped_views() {
  auto t = reads_views({name(), name()});
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'v' of 'reads_views' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:25: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-88]]:88: note: the coroutine uses the destroyed object here
}
task<> in_other_file() {
  auto t = elsewhere(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'elsewhere' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:22: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
}
task<> wrapper() {
  auto t = passes(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'passes' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:19: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-109]]:45: note: the coroutine uses the destroyed object here
}
task<> default_argument() {
  auto t = defaulted();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'defaulted' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-100]]:44: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-102]]:75: note: the coroutine uses the destroyed object here
}
task<> of_template() {
  auto t = generic(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 't' of 'generic' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:20: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-109]]:70: note: the coroutine uses the destroyed object here
}
task<> eager_late() {
  auto t = late(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'late' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  // CHECK-MESSAGES: :[[@LINE-3]]:17: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-115]]:60: note: the coroutine uses the destroyed object here
}
task<> eager_during() {
  auto t = during(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'during' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:19: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-141]]:45: note: the coroutine uses the destroyed object here
}
task<> eager_alias() {
  auto t = late_alias(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'late_alias' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-129]]:99: note: the coroutine uses the destroyed object here
}
void fire_and_forget() {
  forget(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'forget' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:10: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-133]]:61: note: the coroutine uses the destroyed object here
}
task<> returned() {
  return reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:16: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-161]]:45: note: the coroutine uses the destroyed object here
}
task<> gathered() {
  std::vector<task<>> tasks;
  tasks.push_back(reads(name()));
  co_await grove::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-2]]:19: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:25: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:38: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-170]]:45: note: the coroutine uses the destroyed object here
}
task<> assigned() {
  task<> t;
  t = reads(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-179]]:45: note: the coroutine uses the destroyed object here
}
void spawned(executor ex) {
  grove::spawn(ex, reads(name()), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:26: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-186]]:45: note: the coroutine uses the destroyed object here
}
void spawned_by_hand() {
  runs(reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: temporary that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:14: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-193]]:45: note: the coroutine uses the destroyed object here
}
task<> combined_later() {
  auto all = grove::when_all(reads(name()), tick());
  co_await all;
  // CHECK-MESSAGES: :[[@LINE-2]]:30: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:36: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-201]]:45: note: the coroutine uses the destroyed object here
}
struct holder {
  task<> kept;
  void keep() { kept = reads(name()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:30: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:17: note: the work is stored here
  // CHECK-MESSAGES: :[[@LINE-209]]:45: note: the coroutine uses the destroyed object here
};
task<> in_optional() {
  std::optional<task<>> t = reads(name());
  co_await *t;
  // CHECK-MESSAGES: :[[@LINE-2]]:29: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:35: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-217]]:45: note: the coroutine uses the destroyed object here
}
task<> either() {
  auto t = c() ? reads(name()) : reads(global_name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:18: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:24: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-225]]:45: note: the coroutine uses the destroyed object here
}
auto in_lambda = []() -> task<> {
  auto t = reads(name());
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-233]]:45: note: the coroutine uses the destroyed object here
};

task<> given_by_reference(int x) {
  auto t = calls_by_reference([x]() -> task<> {
    co_await tick();
    log(x);
  });
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-5]]:12: warning: temporary that parameter 'f' of 'calls_by_reference' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-6]]:31: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-220]]:64: note: the coroutine uses the destroyed object here
}

void starts(executor ex, const std::string &text) { grove::spawn(ex, reads(text), grove::detached); }
void starts_copy(executor ex, const std::string &text) { grove::spawn(ex, takes(text), grove::detached); }
void through_function(executor ex) { starts(ex, name()); }
// CHECK-MESSAGES: :[[@LINE-1]]:38: warning: temporary that parameter 'text' of 'starts' refers to is destroyed while the coroutine still runs
// CHECK-MESSAGES: :[[@LINE-2]]:49: note: the temporary is destroyed at the end of this statement
// CHECK-MESSAGES: :[[@LINE-253]]:45: note: the coroutine uses the destroyed object here
task<> reads_list(std::initializer_list<int> list) {
  co_await tick();
  log(*list.begin());
}
task<> list() {
  auto t = reads_list({1, 2});
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary that parameter 'list' of 'reads_list' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-8]]:8: note: the coroutine uses the destroyed object here
}

// A temporary that lives long enough, or is not needed.
void through_copy(executor ex) { starts_copy(ex, name()); }
task<> list_at_once() { co_await reads_list({1, 2}); }
task<> at_once() { co_await reads(name()); }
task<> at_once_in_combinator() { co_await grove::when_all(reads(name()), reads_view(name())); }
void waited() { grove::sync_wait(reads(name())); }
task<> by_value() {
  auto t = takes(name());
  co_await t;
}
task<> never_used() {
  auto t = unused(name());
  auto s = silenced(name());
  auto u = tagged(token());
  co_await t;
  co_await s;
  co_await u;
}
task<> wrapper_copies() {
  auto t = passes_copy(name());
  auto u = passes_moved(name());
  co_await t;
  co_await u;
}
task<> global() {
  auto t = reads(global_name());
  co_await t;
}
task<> static_local() {
  static const std::string text = "text";
  auto t = reads(text);
  co_await t;
}
task<> extended() {
  const std::string &text = name();
  auto t = reads(text);
  co_await t;
}
task<> eager_early() {
  auto t = early(name());
  auto u = early_copy(name());
  co_await t;
  co_await u;
}
void forget_in_time() { forget_early(name()); }
task<> never_runs() {
  auto t = reads(name());
  (void)t;
  co_return;
}
task<> passed_on(const std::string &text) {
  auto t = reads(text);
  co_await t;
}

// Who starts the task before it returns it, or has surely moved what it was given.
struct started {
  struct promise_type {
    started get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool resume();
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
started copies(const std::string &text) {
  std::string copy = text;
  co_await tick();
  log(copy);
}
started invoke(const std::string &text) {
  auto t = copies(text);
  t.resume();
  return t;
}
task<> moves_elsewhere(std::string &&text);
task<> invoked() {
  auto t = invoke(name());
  auto u = moves_elsewhere(name());
  co_await t;
  co_await u;
}

// A view is copied out of a reference to it.
struct handler {
  int *number;
};
task<> handles(handler h) {
  co_await tick();
  log(*h.number);
}
template <class H> task<> initiates(H &&h) { return handles(static_cast<H &&>(h)); }
task<> initiated(int &number) {
  auto t = initiates(handler{&number});
  co_await t;
}

// A local, and work that goes on when it is gone.
task<> inner_scope() {
  task<> t;
  {
    std::string text = name();
    t = reads(text);
  }
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-3]]:9: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  // CHECK-MESSAGES: :[[@LINE-5]]:17: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-379]]:45: note: the coroutine uses the destroyed object here
}
task<> loop() {
  std::vector<task<>> tasks;
  for (int i = 0; i < 3; ++i) {
    std::string text = std::to_string(i);
    tasks.push_back(reads(text));
  }
  co_await grove::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-3]]:21: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-5]]:17: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:38: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-391]]:45: note: the coroutine uses the destroyed object here
}
task<> loop_variable(std::vector<std::string> names) {
  std::vector<task<>> tasks;
  for (std::string text : names)
    tasks.emplace_back(reads(text));
  for (auto &t : tasks)
  // CHECK-MESSAGES: :[[@LINE-2]]:24: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-4]]:20: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-401]]:45: note: the coroutine uses the destroyed object here
    co_await t;
}
void detached_local(executor ex) {
  std::string text = name();
  grove::spawn(ex, reads(text), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-410]]:45: note: the coroutine uses the destroyed object here
}
void detached_parameter(executor ex, std::string text) {
  grove::spawn(ex, reads(text), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:50: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-417]]:45: note: the coroutine uses the destroyed object here
}
void detached_view(executor ex) {
  std::string text = name();
  std::string_view view = text;
  grove::spawn(ex, reads_view(view), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' that parameter 'text' of 'reads_view' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-425]]:77: note: the coroutine uses the destroyed object here
}
task<> detached_later(executor ex) {
  point p;
  auto t = reads_pointer(&p); // CHECK-MESSAGES: :[[@LINE]]:12: warning: 'p' that parameter 'p' of 'reads_pointer' refers to is destroyed while the coroutine still runs
  grove::spawn(ex, std::move(t), grove::detached);
  co_await tick();
}
void scope_of_another(grove::scope &s) {
  std::string text = name();
  s.spawn(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-440]]:45: note: the coroutine uses the destroyed object here
}
void element_of_local(executor ex) {
  std::vector<std::string> texts = {"a"};
  for (auto &text : texts)
    grove::spawn(ex, reads(text), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'texts' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-4]]:28: note: 'texts' is destroyed at the end of its scope
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE-449]]:45: note: the coroutine uses the destroyed object here
}
void forget_local() {
  std::string text = name();
  forget(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' that parameter 'text' of 'forget' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-434]]:61: note: the coroutine uses the destroyed object here
}

// A local that lives long enough.
task<> same_scope() {
  std::string text = name();
  auto t = reads(text);
  co_await t;
}
task<> local_of_combinator() {
  std::string text = name();
  co_await grove::when_all(reads(text), reads_view(text));
}
task<> outer_scope() {
  std::string text = name();
  task<> t;
  {
    t = reads(text);
  }
  co_await t;
}
task<> declared_before(std::vector<std::string> names) {
  std::vector<task<>> tasks;
  for (const std::string &text : names)
    tasks.push_back(reads(text));
  co_await grove::when_all(std::move(tasks));
}
task<> awaited_in_scope() {
  task<> t;
  while (c()) {
    std::string text = name();
    t = reads(text);
    co_await t;
  }
}
void run_to_the_end(executor ex) {
  std::string text = name();
  grove::spawn(ex, reads(text), grove::detached);
  grove::run();
}
task<> joined() {
  std::string text = name();
  grove::scope s;
  s.spawn(reads(text));
  co_await s.join();
}
void joined_by_destructor() {
  std::string text = name();
  grove::nursery n;
  n.spawn(reads(text));
}
task<> signalled(executor ex) {
  struct event {
    task<> wait();
  };
  struct work {
    static task<> run(event &done) {
      co_await tick();
      co_await done.wait();
    }
  };
  event done;
  grove::spawn(ex, work::run(done), grove::detached);
  co_await done.wait();
}
task<> for_ever(executor ex) {
  std::string text = name();
  for (;;) {
    grove::spawn(ex, reads(text), grove::detached);
    co_await tick();
  }
}
void shared(executor ex) {
  auto text = std::make_shared<std::string>(name());
  struct work {
    static task<> run(std::shared_ptr<std::string> s) {
      co_await tick();
      log(*s);
    }
    static task<> uses(const std::string &s) {
      co_await tick();
      log(s);
    }
  };
  grove::spawn(ex, work::run(text), grove::detached);
  grove::spawn(ex, work::uses(*text), grove::detached);
}
struct member {
  std::string text_;
  executor ex_;
  void start() { grove::spawn(ex_, reads(text_), grove::detached); }
};
