// RUN: %check_async async-discarded-result,async-unawaited-task,async-unawaited-guard,async-task-in-void-callback %s --broken
//
// Code in the middle of being typed: no crash, and no alarm about what cannot be known.

#include "locks.h"
#include "task.h"
#include "tasks.h"

#include <functional>

task<> send(int = 0);
task<undeclared> of_unknown();
task<struct incomplete> of_incomplete();

task<> unknown_names() {
  co_await undeclared_function();
  auto t = undeclared_function();
  auto g = undeclared_mutex.scoped_lock();
  auto [a, b] = undeclared_pair();
  undeclared_function(send());
  co_await send(undeclared);
  send(undeclared);
  of_unknown();
  of_incomplete();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'of_incomplete' is discarded, so it never runs
  std::function<void()> f = [] { return undeclared_function(); };
  std::function<void(undeclared)> h = []() -> task<> { co_return; };
  std::function<undeclared()> i = []() -> task<> { co_return; };
}

task<> half_typed(maple::mutex &m) {
  auto t = ;
  auto u = send(
  ;
  auto g = m.
  co_await ;
}

struct half_a_task {
  struct promise_type;
};
half_a_task half();
half_a_task also_half() { co_return; }
struct no_functions {
  struct promise_type {};
};
no_functions none();
void calls() {
  half();
  none();
  auto h = half();
}

struct recursive_awaiter {
  recursive_awaiter operator co_await();
};
recursive_awaiter recursion();
struct recursive_promise {
  using promise_type = recursive_promise;
  recursive_promise get_return_object();
  recursive_promise initial_suspend();
};
recursive_promise strange();
struct derives_itself : derives_itself {};
template <class T> struct crtp : T {};
struct loop : crtp<loop> {};
loop make_loop();
void more_calls() {
  strange();
  make_loop();
}

template <class T> task<> in_template(T t) {
  auto x = t.undeclared(;
  co_await
}

task<> never_closed() {
  if (co_await send(); true) {
    std::function<void()> f = []() -> task<> {
