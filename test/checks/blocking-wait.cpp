// RUN: %check_async async-blocking-wait %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/blocking-wait.yaml}}'

#include "task.h"

#include <future>
#include <unistd.h>

namespace birch {
template <class T> T sync_wait(task<T>);
struct loop {
  void run();
  void run_for(int);
};
template <class T> struct promised {
  T get();
  bool is_ready() const;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
} // namespace birch

task<> work();
task<int> number();

task<int> in_a_coroutine() {
  co_return birch::sync_wait(number());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'sync_wait' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
}

// The synchronous façade that hides it.
int number_now() { return birch::sync_wait(number()); }
task<int> behind_a_facade() {
  co_await work();
  co_return number_now();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'number_now' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-5]]:27: note: 'number_now' calls 'sync_wait' here
  // CHECK-MESSAGES: :[[@LINE-6]]:27: note: says birch (blocking-wait.yaml:1)
}

task<> nested_loop(birch::loop &l) {
  l.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'run' runs an event loop on the thread of this coroutine, which goes on only when that loop returns [async-blocking-wait]
  co_await work();
}

task<int> of_a_future(birch::promised<int> p) {
  co_return p.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'get' blocks the thread
}

task<int> known_to_be_ready(birch::promised<int> p) {
  if (p.is_ready())
    co_return p.get();
  co_return 0;
}

task<int> ready_after_its_await(birch::promised<int> p, birch::promised<int> q) {
  co_await p;
  co_return p.get() + q.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'get' blocks the thread
}
task<int> awaited_too_late(birch::promised<int> p) {
  int n = p.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'get' blocks the thread
  co_await p;
  co_return n;
}

task<> other_blocking_calls_are_not_ours() {
  usleep(1);
  co_return;
}

// A coroutine whose only purpose is to run the loop for others; how the loop waits inside makes no difference.
void birch::loop::run() { usleep(1); }
task<> runs_the_loop(birch::loop &l) {
  l.run();
  co_return;
}

task<int> awaited() { co_return co_await number(); }

int main(int, char **) { return birch::sync_wait(number()); }
