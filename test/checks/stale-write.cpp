// RUN: %check_async async-stale-write %s
// RUN: %check_async async-stale-write %s --likely
#include "task.h"
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct connection {
  int id = 0;
};
task<> step();
task<int> value();
task<std::string> text();
task<std::unique_ptr<connection>> connect();
task<connection *> find();
int next(int);
int sum(int, int);
bool likely();
enum class phase { idle, ready };

struct account {
  int balance = 0;
};

class service {
public:
  // ---- the value was read before

  task<> in_one_expression() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost
  }
  task<> in_a_call() {
    total_ = sum(total_, co_await value());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> through_a_local() {
    auto old = total_;
    co_await step();
    total_ = old + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> computed_before() {
    const int changed = next(total_);
    co_await step();
    total_ = changed;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> through_two_locals() {
    int old = total_;
    int changed = old * 2;
    co_await step();
    this->total_ = changed;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> changed_in_between() {
    int n = total_;
    n += co_await value();
    ++n;
    total_ = n;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> copy_change_write() {
    auto words = words_;
    words.push_back(co_await text());
    words_ = std::move(words);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'words_' is overwritten with a value based on a read
  }
  task<> on_one_path(bool b) {
    int old = total_;
    if (b)
      co_await step();
    total_ = old + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read
  }
  task<> atomics_do_not_help() {
    int old = counter_.load();
    co_await step();
    counter_.store(old + 1);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'counter_' is overwritten with a value based on a read
    int again = counter_;
    co_await step();
    counter_ = again + 1;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'counter_' is overwritten with a value based on a read
  }
  task<> of_another_object(account &a, account *p, std::shared_ptr<account> s) {
    int balance = a.balance;
    co_await step();
    a.balance = balance - 10;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'a.balance' is overwritten with a value based on a read
    p->balance = p->balance - co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'p.balance' is overwritten with a value based on a read
    s->balance = s->balance - co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 's.balance' is overwritten with a value based on a read
  }

  // ---- tested, awaited, set

  task<> lazily() {
    if (!connection_)
      connection_ = co_await connect();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connection_' is set after a suspension but was tested before it, so a value set meanwhile is overwritten
  }
  task<> through_a_variable() {
    if (connection_ == nullptr) {
      auto made = co_await connect();
      connection_ = std::move(made);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connection_' is set after a suspension but was tested
    }
  }
  task<> raw() {
    if (raw_ == nullptr)
      raw_ = co_await find();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'raw_' is set after a suspension but was tested
    if (raw_)
      co_await step();
    else
      raw_ = co_await find();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'raw_' is set after a suspension but was tested
  }
  task<> optional() {
    if (!name_.has_value())
      name_ = co_await text();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'name_' is set after a suspension but was tested
    if (!name_)
      name_.emplace(co_await text());
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'name_' is set after a suspension but was tested
  }
  task<> string() {
    if (token_.empty())
      token_ = co_await text();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'token_' is set after a suspension but was tested
  }
  task<std::string> early_return() {
    if (name_)
      co_return *name_;
    name_ = co_await text();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'name_' is set after a suspension but was tested
    co_return *name_;
  }
  task<> flag() {
    if (!open_) {
      co_await step();
      open_ = true;
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'open_' is set after a suspension but was tested
    }
  }
  task<> state() {
    if (phase_ == phase::idle) {
      co_await step();
      phase_ = phase::ready;
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'phase_' is set after a suspension but was tested
    }
  }
  task<> atomic_flag() {
    if (!started_.load()) {
      co_await step();
      started_.store(true);
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'started_' is set after a suspension but was tested
    }
  }
  task<> with_more_conditions() {
    if (likely() && !connection_) {
      try {
        connection_ = co_await connect();
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'connection_' is set after a suspension but was tested
      } catch (...) {
      }
    }
  }
  task<> expired() {
    if (token_.empty() || likely()) {
      token_ = co_await text() + "!";
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'token_' is set after a suspension but was tested
    }
  }
  task<> made_before() {
    if (!connection_) {
      auto made = std::make_unique<connection>();
      co_await step();
      connection_ = std::move(made);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'connection_' is set after a suspension but was tested
    }
  }
  task<> in_a_loop() {
    for (;;)
      if (!connection_)
        connection_ = co_await connect();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'connection_' is set after a suspension but was tested
  }

private:
  int total_ = 0;
  std::atomic<int> counter_ = 0;
  std::atomic<bool> started_ = false;
  std::vector<std::string> words_;
  std::unique_ptr<connection> connection_;
  connection *raw_ = nullptr;
  std::optional<std::string> name_;
  std::string token_;
  bool open_ = false;
  phase phase_ = phase::idle;
};

int hits;
task<> global() {
  hits = hits + co_await value();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'hits' is overwritten with a value based on a read
  static connection *only;
  if (!only)
    only = co_await find();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'only' is set after a suspension but was tested
}
task<> by_reference(int &n, int *p) {
  n = n + co_await value();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'n' is overwritten with a value based on a read
  int old = *p;
  co_await step();
  *p = old + 1;
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: '*p' is overwritten with a value based on a read
}

template <class T> class counter {
public:
  task<> add() {
    T old = n_;
    co_await step();
    n_ = old + 1;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'n_' is overwritten with a value based on a read
  }

private:
  T n_ = 0;
};
task<> uses_counter(counter<int> &a, counter<long> &b) {
  co_await a.add();
  co_await b.add();
}

class in_a_lambda {
  int n_ = 0;
  task<> run() {
    auto work = [this]() -> task<> {
      n_ = n_ + co_await value();
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:7: warning: 'n_' is overwritten with a value based on a read
    };
    co_await work();
  }
};
