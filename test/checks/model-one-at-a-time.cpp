// RUN: %check_async async-stale-reference,async-stale-write %s --suffix=,WITHOUT
// RUN: %check_async async-stale-reference,async-stale-write %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}"
// RUN: %check_async async-stale-reference,async-stale-write %s --suffix=,WITHOUT --likely
// RUN: %check_async async-stale-reference,async-stale-write %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}" --likely
// `one-at-a-time` of a coroutine: there is no second one, but there are other functions.
#include "task.h"
#include <memory>
#include <vector>

task<> step();
task<int> value();
void use(int);
int all_clients = 0, all_calls = 0;

struct counters {
  int calls = 0;
};

class client {
  bool open_ = false;
  int count_ = 0;
  std::vector<int> found_;
  std::shared_ptr<counters> shared_;
  std::shared_ptr<int> first_;

public:
  client() { open_ = false; }
  // Nothing else writes it.
  task<> open() {
    if (!open_) {
      co_await step();
      open_ = true;
      // CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:7: warning: 'open_' is set after a suspension but was tested before it
    }
  }
  task<> first() {
    if (!first_)
      first_ = std::make_shared<int>(co_await value());
    // CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:7: warning: 'first_' is set after a suspension but was tested before it
  }
  // Another object's activation may run, and what is shared is no part of this one.
  task<> count_all() { all_clients = all_clients + co_await value(); }
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:24: warning: 'all_clients' is overwritten with a value based on a read before a suspension
  task<> count_shared() { shared_->calls = shared_->calls + co_await value(); }
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:27: warning: 'shared_.calls' is overwritten with a value based on a read before a suspension
  // It is not said of this one.
  task<> count() { count_ = count_ + co_await value(); }
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:20: warning: 'count_' is overwritten with a value based on a read before a suspension

  // Only itself adds to it.
  task<> collect() {
    for (int each : found_) {
      // CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:5: warning: {{.*}} [async-stale-reference]
      use(each);
      found_.push_back(co_await value());
    }
  }
};

/// Another function changes all of it.
class shared_client {
  bool open_ = false;
  std::vector<int> found_;

public:
  task<> open() {
    if (!open_) {
      co_await step();
      open_ = true;
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'open_' is set after a suspension but was tested before it
    }
  }
  task<> collect() {
    for (int each : found_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}} [async-stale-reference]
      use(each);
      found_.push_back(co_await value());
    }
  }
  void close() {
    open_ = false;
    found_.clear();
  }
};

// A coroutine without an object. What it is lent may have been lent to others as well.
task<> count_globally() { all_calls = all_calls + co_await value(); }
// CHECK-MESSAGES-WITHOUT-LIKELY: :[[@LINE-1]]:27: warning: 'all_calls' is overwritten with a value based on a read before a suspension
task<> count_given(int &calls) { calls = calls + co_await value(); }
// CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:34: warning: 'calls' is overwritten with a value based on a read before a suspension
