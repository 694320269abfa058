// RUN: %check_async async-stale-reference,async-dangling-parameter %s --suffix=,WITHOUT
// RUN: %check_async async-stale-reference,async-dangling-parameter %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/mending.yaml}}"
// `not-a-container` of a type that only looks like one.
#include "task.h"

task<> step();
void use(int);

/// One may walk along it and add to it, but it maps a file: no entry ever moves.
struct journal {
  int *begin();
  int *end();
  int &operator[](int);
  const int &operator[](int) const;
  void push_back(int);
};
struct list {
  int *begin();
  int *end();
  int &operator[](int);
  const int &operator[](int) const;
  void push_back(int);
};
struct writer {
  journal journal_;
  list list_;
  task<> writes() {
    int &entry = journal_[0];
    int &element = list_[0];
    co_await step();
    use(entry);
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:9: warning: 'entry' refers into 'journal_' and is used after a suspension
    use(element);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'element' refers into 'list_' and is used after a suspension
  }
  void adds() {
    journal_.push_back(1);
    list_.push_back(1);
  }
};

/// Runs what it is given before it returns, and remembers only its number.
struct inbox {
  int *begin();
  int *end();
  void add(task<>);
};
struct tasks {
  task<> *begin();
  task<> *end();
  void add(task<>);
};
task<> counts(int &sum) {
  co_await step();
  ++sum;
}
struct worker {
  inbox inbox_;
  tasks tasks_;
  void runs() {
    int sum = 0, more = 0;
    inbox_.add(counts(sum));
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:16: warning: 'sum' that parameter 'sum' of 'counts' refers to is destroyed before the coroutine runs
    tasks_.add(counts(more));
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'more' that parameter 'sum' of 'counts' refers to is destroyed before the coroutine runs
  }
};
