// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// Work that is started beside a function, and the many ways in which the function waits for it. Who might wait is believed to.
#include "lifetime.h"
#include <utility>

using grove::executor;
using grove::tick;

void log(int);

/// Of the user's own making: no model speaks of these.
struct event_loop {
  executor get_executor();
  void run();
  void run_for(int seconds);
  bool poll();
};
struct latch {
  void count_down();
  void wait();
};
struct thread {
  template <class F> explicit thread(F &&) {}
  void join();
  ~thread() { join(); }
};
void drive(event_loop &);
event_loop the_loop;

task<> adds(int &sum) {
  co_await tick();
  ++sum;
}
task<> signals(latch &done) {
  co_await tick();
  done.count_down();
}

// Nobody does.
void forgotten() {
  event_loop loop;
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void of_another_loop(executor ex) {
  event_loop loop;
  int sum = 0;
  grove::spawn(ex, adds(sum), grove::detached);
  loop.run();
  // CHECK-MESSAGES: :[[@LINE-2]]:20: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs
}
void plain_data(executor ex) {
  std::string text;
  grove::spawn(ex, [&]() -> task<> { co_await tick(); text += "."; }, grove::detached);
  text.clear();
  // CHECK-MESSAGES: :[[@LINE-2]]:20: warning: 'text' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
}

// The loop that runs the work.
void local_loop() {
  event_loop loop;
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  loop.run();
}
void local_loop_made_later() {
  int sum = 0;
  event_loop loop;
  auto ex = loop.get_executor();
  grove::spawn(ex, adds(sum), grove::detached);
  loop.run_for(3);
}
void loop_of_the_caller(event_loop &loop) {
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  drive(loop);
}
void global_loop() {
  int sum = 0;
  grove::spawn(the_loop.get_executor(), adds(sum), grove::detached);
  the_loop.run();
}
void polled(event_loop &loop) {
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  while (sum == 0)
    loop.poll();
}
void polled_in_condition(event_loop &loop) {
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  while (loop.poll())
    ;
}
struct fixture {
  event_loop loop_;
  executor ex_;
  void run_all();
  void member_loop() {
    int sum = 0;
    grove::spawn(ex_, adds(sum), grove::detached);
    loop_.run();
  }
  void own_method() {
    int sum = 0;
    grove::spawn(ex_, adds(sum), grove::detached);
    run_all();
  }
  void given_on() {
    int sum = 0;
    grove::spawn(loop_.get_executor(), adds(sum), grove::detached);
    drive(loop_);
  }
};

// The object itself, or a thread.
void latched(executor ex) {
  latch done;
  grove::spawn(ex, signals(done), grove::detached);
  done.wait();
}
void in_a_thread() {
  event_loop loop;
  int sum = 0;
  grove::spawn(loop.get_executor(), adds(sum), grove::detached);
  thread runner([&] { loop.run(); });
}
void in_a_thread_begun_before(executor ex) {
  int sum = 0;
  thread runner([] { the_loop.run(); });
  grove::spawn(ex, adds(sum), grove::detached);
}
