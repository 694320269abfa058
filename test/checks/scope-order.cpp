// RUN: %check_async async-scope-order %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-parameter %s --suffix=GROUPS --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
#include "lifetime.h"

using grove::tick;

void log(const std::string &);
std::string name();
task<> reads(const std::string &text) {
  co_await tick();
  log(text);
}
grove::eager starts(const std::string &text) {
  co_await tick();
  log(text);
}
task<> takes(std::string text) {
  co_await tick();
  log(text);
}

// The scope waits when the local is gone.
void after_the_local() {
  grove::nursery tasks;
  std::string text = name();
  tasks.spawn(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before 'tasks', whose tasks still use it [async-scope-order]
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-5]]:18: note: 'tasks' is declared before 'text', so it is destroyed after 'text'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-20]]:7: note: the coroutine uses the destroyed object here
}
void captured() {
  grove::nursery tasks;
  std::string text = name();
  tasks.spawn([&]() -> task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' that this callable refers to is destroyed before 'tasks', whose tasks still use it [async-scope-order]
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-5]]:18: note: 'tasks' is declared before 'text', so it is destroyed after 'text'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
    co_await tick();
    log(text);
  });
}
task<> inner_scope() {
  grove::nursery tasks;
  {
    std::string text = name();
    tasks.spawn(reads(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before 'tasks', whose tasks still use it
    // CHECK-MESSAGES: :[[@LINE-3]]:17: note: 'text' is destroyed at the end of its scope
    // CHECK-MESSAGES: :[[@LINE-6]]:18: note: 'tasks' is declared before 'text', so it is destroyed after 'text'
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE-43]]:7: note: the coroutine uses the destroyed object here
  }
  co_await tasks.join();
}

// Only when an exception leaves the scope.
task<> joined_after_an_await() {
  grove::nursery tasks;
  std::string text = name();
  tasks.spawn(reads(text));
  co_await tick();
  // CHECK-MESSAGES: :[[@LINE-2]]:15: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before 'tasks', whose tasks still use it, if an exception leaves the scope before those tasks are joined [async-scope-order]
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-6]]:18: note: 'tasks' is declared before 'text', so it is destroyed after 'text'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: this may throw before anything has waited for the work
  // CHECK-MESSAGES: :[[@LINE-58]]:7: note: the coroutine uses the object here
  co_await tasks.join();
}
task<> one_after_the_other() {
  std::string text = name();
  auto first = starts(text);
  auto second = starts(text);
  co_await first;
  // CHECK-MESSAGES: :[[@LINE-2]]:17: warning: 'text' that parameter 'text' of 'starts' refers to is destroyed while the coroutine still runs, if an exception leaves the scope before the task is awaited [async-scope-order]
  // CHECK-MESSAGES: :[[@LINE-5]]:15: note: 'text' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: this may throw before anything has waited for the work
  // CHECK-MESSAGES: :[[@LINE-65]]:7: note: the coroutine uses the object here
  co_await second;
}

// Before it.
void before_the_local() {
  std::string text = name();
  grove::nursery tasks;
  tasks.spawn(reads(text));
}
void copied() {
  grove::nursery tasks;
  std::string text = name();
  tasks.spawn(takes(text));
}
task<> joined_at_once() {
  grove::nursery tasks;
  std::string text = name();
  tasks.spawn(reads(text));
  co_await tasks.join();
}
task<> handled() {
  std::string text = name();
  auto second = starts(text);
  try {
    co_await tick();
  } catch (...) {
  }
  co_await second;
}
task<> alone() {
  std::string text = name();
  auto first = starts(text);
  co_await first;
}
task<> together() {
  std::string text = name();
  auto first = reads(text);
  auto second = reads(text);
  co_await first;
  co_await second;
}

// A group of tasks is told by its shape: it takes work, and a coroutine can wait for all of it.
struct crew {
  crew();
  ~crew();
  void hire(task<> work);
  task<> all_finished();
};
template <class Work> struct gang {
  template <class W> void add(W &&work);
  task<> joinAsync() noexcept;
};
struct shelf { // keeps what it is given, and runs nothing
  void put(task<> work);
  bool empty() const;
};
task<> of_a_block() {
  crew tasks;
  {
    std::string text = name();
    tasks.hire(reads(text));
    // CHECK-MESSAGES-GROUPS: :[[@LINE-1]]:16: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  }
  co_await tasks.all_finished();
}
task<> of_a_loop(std::vector<std::string> all) {
  gang<int> tasks;
  for (std::string text : all)
    tasks.add(reads(text));
    // CHECK-MESSAGES-GROUPS: :[[@LINE-1]]:15: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  co_await tasks.joinAsync();
}
class office {
public:
  task<> begin() {
    std::string text = name();
    tasks_.hire(reads(text));
    // CHECK-MESSAGES-GROUPS: :[[@LINE-1]]:17: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
    co_await tick();
  }
  task<> end() { co_await tasks_.all_finished(); }

private:
  crew tasks_;
};
task<> joined_in_the_block() {
  crew tasks;
  std::string text = name();
  tasks.hire(reads(text));
  co_await tasks.all_finished();
}
task<> of_copies(std::vector<std::string> all) {
  crew tasks;
  for (std::string text : all)
    tasks.hire(takes(text));
  co_await tasks.all_finished();
}
void shelved(shelf &kept) {
  std::string text = name();
  kept.put(reads(text));
}
