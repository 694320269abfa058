// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely
//
// An object that keeps its owner alive: they may live as long as the program, unless one is seen to let go.
#include "lifetime.h"
#include <memory>
#include <vector>

using grove::executor;
using grove::tick;

struct game;
struct program {
  executor ex;
  std::shared_ptr<game> played;
};
struct game : std::enable_shared_from_this<game> {
  void start() {
    grove::spawn(kept_->ex, run(), grove::detached);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:29: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES-LIKELY: :[[@LINE+3]]:20: note: the coroutine uses the object here
    // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:29: note: this is likely rather than sure, because it assumes that the owner of the object lets it go meanwhile
  }
  task<> run() { ++steps_; co_await tick(); ++steps_; }

private:
  std::shared_ptr<program> kept_;
  int steps_ = 0;
};

// The same, but the owner lets go.
struct match;
struct lobby {
  executor ex;
  std::shared_ptr<match> next;
  void leave() { next.reset(); }
};
struct match : std::enable_shared_from_this<match> {
  void start() {
    grove::spawn(kept_->ex, run(), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE+2]]:20: note: the coroutine uses the object here
  }
  task<> run() { ++steps_; co_await tick(); ++steps_; }

private:
  std::shared_ptr<lobby> kept_;
  int steps_ = 0;
};

// The owner is not kept.
struct player;
struct table {
  executor ex;
  std::shared_ptr<player> first;
};
struct player : std::enable_shared_from_this<player> {
  void start() {
    grove::spawn(at_.ex, run(), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE+2]]:20: note: the coroutine uses the object here
  }
  task<> run() { ++steps_; co_await tick(); ++steps_; }

private:
  table &at_;
  int steps_ = 0;
};

// A container that owns many of them is there to let them go one by one.
struct guest;
struct house {
  executor ex;
  std::vector<std::shared_ptr<guest>> all;
};
struct guest : std::enable_shared_from_this<guest> {
  void start() {
    grove::spawn(in_->ex, run(), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE+2]]:20: note: the coroutine uses the object here
  }
  task<> run() { ++steps_; co_await tick(); ++steps_; }

private:
  std::shared_ptr<house> in_;
  int steps_ = 0;
};
