// RUN: %check_async async-stale-reference %s --likely
//
// The notes: where it was made, where others run, and who changes it.
#include "task.h"
#include <map>
#include <vector>

task<> step();
struct connection {
  task<> close();
  void stop();
};

class server {
public:
  void add() { connections_.emplace_back(); }
  task<> reference() {
    auto &c = connections_.back();
    co_await step();
    c.stop();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'c' refers into 'connections_' and is used after a suspension, so it dangles if 'connections_' changed meanwhile [async-stale-reference]
    // CHECK-NOTES: :[[@LINE-4]]:11: note: 'c' is made here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-NOTES: :[[@LINE-8]]:16: note: 'add' changes 'connections_' here
  }
  task<> loop() {
    for (auto &c : connections_)
      co_await c.close();
    // CHECK-NOTES: :[[@LINE-2]]:5: warning: this loop over 'connections_' suspends, so its iterator dangles if 'connections_' changes meanwhile [async-stale-reference]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: the coroutine is suspended here
    // CHECK-NOTES: :[[@LINE-15]]:16: note: 'add' changes 'connections_' here
  }

private:
  std::vector<connection> connections_;
};

class elsewhere {
public:
  void drop(int);
  task<> work() {
    int *value = &values_.back();
    co_await step();
    *value = 1;
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'value' points into 'values_' and is used after a suspension, so it dangles if 'values_' changed meanwhile [async-stale-reference]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'value' is made here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: this is likely rather than sure, because it assumes that code that is not visible here makes the change meanwhile
  }

private:
  std::vector<int> values_;
};
