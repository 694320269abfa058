// RUN: %check_async async-stale-reference,async-stale-write,async-lock-across-suspension %s --suffix=,WITHOUT
// RUN: %check_async async-stale-reference,async-stale-write,async-lock-across-suspension %s --suffix=,WITH --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}"
// RUN: %check_async async-stale-reference,async-stale-write,async-lock-across-suspension %s --suffix=,WITHOUT --likely
// RUN: %check_async async-stale-reference,async-stale-write,async-lock-across-suspension %s --suffix=,WITH --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}" --likely
// `changes-nothing` of a function: its declaration would let it change something, and it does not.
#include "task.h"
#include <mutex>
#include <vector>

task<> step();
task<int> value();
void use(int);

struct roster {
  int *begin();
  int *end();
  int &operator[](int);
  const int &operator[](int) const;
  void push_back(int);
  void touch();
};
void show(roster &);
void merge(roster &, roster &);

// A member function.
struct touched {
  roster all;
  task<> looks() {
    int &one = all[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'all' and is used after a suspension
  }
  void other() { all.touch(); }
};
struct pushed {
  roster all;
  task<> looks() {
    int &one = all[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'one' refers into 'all' and is used after a suspension
  }
  void other() {
    all.touch();
    all.push_back(1);
  }
};

// What it is given, or one of several.
struct shown {
  roster all, rest;
  task<> looks() {
    int &one = all[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'all' and is used after a suspension
  }
  task<> looks_at_rest() {
    int &one = rest[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'one' refers into 'rest' and is used after a suspension
  }
  void other() {
    show(all);
    merge(all, rest);
  }
};

// A member function whose body stands in another file, or is in sight and does something before there is anybody.
class server {
  roster all_, filled_;

public:
  void ping_elsewhere();
  void fill_at_start() { filled_.push_back(1); }
  task<> looks() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
  task<> looks_at_filled() {
    int &one = filled_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'one' refers into 'filled_' and is used after a suspension
  }
};
class other_server {
  roster all_;

public:
  void ping_elsewhere();
  task<> looks() {
    int &one = all_[0];
    co_await step();
    use(one);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:9: warning: 'one' refers into 'all_' and is used after a suspension
  }
};

// What looks like a write.
struct timer {
  explicit operator bool() const;
  void reset(int);
};
struct slot {
  explicit operator bool() const;
  void reset(int);
};
struct timed {
  timer timer_;
  slot slot_;
  task<> starts() {
    if (!timer_)
      timer_.reset(co_await value());
    // CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:7: warning: 'timer_' is set after a suspension but was tested before it
    if (!slot_)
      slot_.reset(co_await value());
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'slot_' is set after a suspension but was tested before it
  }
};

// A guard that it is given is as it was.
std::mutex m;
void log_guard(std::unique_lock<std::mutex> &);
void give_up(std::unique_lock<std::mutex> &);
task<> lends() {
  std::unique_lock<std::mutex> guard(m);
  // CHECK-MESSAGES-WITH: :[[@LINE-1]]:32: warning: 'm' is still held where this coroutine suspends
  log_guard(guard);
  co_await step();
}
task<> lends_to_another() {
  std::unique_lock<std::mutex> guard(m);
  give_up(guard);
  co_await step();
}
