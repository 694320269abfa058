// RUN: %check_async async-double-await %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/one-shot.yaml}}"
#include "task.h"
#include "tasks.h"
#include <vector>

// Awaiting it by its name takes its coroutine out of it.
namespace hazel {
template <class T = void> class lazy {
public:
  struct promise_type {
    lazy get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  lazy(lazy &&) noexcept;
  lazy &operator=(lazy &&) noexcept;
  ~lazy() {
    if (handle_)
      handle_.destroy();
  }
  bool valid() const;
  lazy via(int) &&;
  struct awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  auto operator co_await() { return awaiter{std::exchange(handle_, nullptr)}; }

private:
  std::coroutine_handle<promise_type> handle_;
};
} // namespace hazel

// What its operator does is not to be seen.
namespace rowan {
template <class T> class task {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  task(task &&) noexcept;
  ~task() { handle_.destroy(); }
  struct awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  awaiter operator co_await();

private:
  std::coroutine_handle<> handle_;
};
// May be awaited by everybody who has a copy.
template <class T> class shared {
public:
  struct promise_type {
    shared get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  shared(const shared &);
  ~shared() { handle_.destroy(); }
  task<T>::awaiter operator co_await() const;

private:
  std::coroutine_handle<> handle_;
};
} // namespace rowan

hazel::lazy<int> make();
rowan::task<int> modelled();
rowan::shared<int> shared();
birch::lazy<int> never_asks();
task<int> careful();
task<> nothing();
void spawn(hazel::lazy<int>);
void spawn(task<int> &&);
bool try_spawn(hazel::lazy<int> &&);
void look(hazel::lazy<int> &);
template <class... T> task<> when_all(T &&...);
bool c();
int n();

// ---- reported

task<> twice() {
  auto t = make();
  co_await t;
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour [async-double-await]
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is awaited here
}

task<> by_model() {
  auto t = modelled();
  int sum = co_await t;
  sum += co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: task 't' is awaited again
  // CHECK-NOTES: :[[@LINE-3]]:13: note: 't' is awaited here
}

task<> ended() {
  auto t = never_asks();
  co_await t;
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited again after an earlier await consumed it, so this resumes a coroutine that has ended, which is undefined behaviour
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is awaited here
}

task<> moved_twice() {
  auto t = careful();
  co_await std::move(t);
  co_await std::move(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is awaited here
}

task<> moved_then_named() {
  auto t = careful();
  co_await std::move(t);
  co_await t;
}

task<> loop() {
  auto t = make();
  // CHECK-NOTES: :[[@LINE+3]]:5: warning: task 't' is awaited again in the next iteration of the loop after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour
  // CHECK-NOTES: :[[@LINE-2]]:8: note: 't' is made here, outside the loop
  for (int i = 0; i < 3; ++i)
    co_await t;
}

task<> retry() {
  auto t = make();
  while (true) {
    if (co_await t > 0)
      // CHECK-NOTES: :[[@LINE-1]]:9: warning: task 't' is awaited again in the next iteration of the loop
      // CHECK-NOTES: :[[@LINE-4]]:8: note: 't' is made here
      break;
  }
}

task<> parameter(hazel::lazy<int> t) {
  if (c())
    co_await t;
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited again
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 't' is awaited here
}

task<> given_away() {
  auto t = make();
  spawn(std::move(t));
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited after it was moved from, so this await does nothing, fails or is undefined behaviour
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is moved from here
}

task<> given_to_many() {
  auto a = make();
  auto b = make();
  co_await when_all(std::move(a), std::move(b));
  co_await b;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 'b' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 'b' is moved from here
}

task<> stored() {
  std::vector<hazel::lazy<int>> all;
  auto t = make();
  all.push_back(std::move(t));
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is moved from here
}

task<> by_a_method() {
  auto t = make();
  auto elsewhere = std::move(t).via(1);
  co_await elsewhere;
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 't' is moved from here
}

task<> in_a_lambda() {
  auto lambda = []() -> task<> {
    auto t = make();
    co_await t;
    co_await t;
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: task 't' is awaited again
    // CHECK-NOTES: :[[@LINE-3]]:5: note: 't' is awaited here
  };
  co_await lambda();
}

template <class Make> task<> in_a_template(Make make) {
  auto t = make();
  co_await t;
  co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: task 't' is awaited again
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is awaited here
}
task<> instantiations() {
  co_await in_a_template(make);
  co_await in_a_template([] { return modelled(); });
}

// ---- silent

task<> once() {
  auto t = make();
  co_await t;
}

task<> either() {
  auto t = make();
  if (c())
    co_await t;
  else
    co_await t;
}

task<> in_two_tests(bool first) {
  auto t = make();
  if (first)
    co_await t;
  n();
  if (!first)
    co_await t;
}

task<> in_a_switch() {
  auto t = make();
  switch (n()) {
  case 1:
    co_await t;
    break;
  default:
    co_await t;
  }
}

task<> returns_first() {
  auto t = make();
  if (c()) {
    co_await t;
    co_return;
  }
  co_await t;
}

task<> one_round() {
  auto t = make();
  for (;;) {
    co_await t;
    break;
  }
}

task<> until_done() {
  auto t = make();
  bool done = false;
  while (!done) {
    co_await t;
    done = true;
  }
}

task<> made_in_the_loop() {
  for (int i = 0; i < 3; ++i) {
    auto t = make();
    co_await t;
  }
}

task<> reassigned() {
  auto t = make();
  co_await t;
  t = make();
  co_await t;
  for (int i = 0; i < 3; ++i) {
    t = make();
    co_await t;
  }
}

task<> shared_work() {
  auto t = shared();
  co_await t;
  co_await t;
  co_await std::move(t);
  co_await t;
}

// Waits, and gives its result again.
task<> careful_by_name() {
  auto t = careful();
  co_await t;
  co_await t;
}

task<> by_reference(hazel::lazy<int> &t) {
  co_await t;
  co_await t;
}

task<> tested() {
  auto t = make();
  co_await t;
  if (t.valid())
    co_await t;
}

task<> looked_at() {
  auto t = make();
  co_await t;
  look(t);
  co_await t;
}

task<> perhaps_not_taken() {
  auto t = make();
  if (!try_spawn(std::move(t)))
    co_await t;
}

task<> captured() {
  auto t = make();
  auto refill = [&t] { t = make(); };
  co_await t;
  refill();
  co_await t;
}

task<> aliased() {
  auto t = make();
  auto &same = t;
  co_await t;
  same = make();
  co_await t;
}

task<> members_are_not_looked_at(std::vector<hazel::lazy<int>> all) {
  for (auto &t : all)
    co_await t;
}

task<> generators(elm::stream<int> s) {
  while (auto item = co_await s.next())
    n();
}

task<> suppressed() {
  auto t = make();
  co_await t;
  co_await t; // NOLINT(async-double-await)
}

// ---- moved from, into a container or an object: also where awaiting by name may be repeated

namespace keeps {
struct any {
  struct awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    int await_resume();
  };
  struct promise_type {
    any get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception();
    void return_value(int);
  };
  any(any &&) noexcept;
  ~any();
  any &operator=(any &&) noexcept;
  bool valid() const;
  awaiter operator co_await();
};
any make();
struct list {
  void push_back(any &&);
  bool try_push(any &&);
  any &operator[](int);
  any &back();
};
struct named {
  named(const char *, any &&);
};
void add(named);

any into_list(list &all) {
  auto t = make();
  all.push_back(std::move(t));
  co_return co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is moved from here
}
any into_element(list &all) {
  auto t = make();
  all[0] = std::move(t);
  co_return co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:3: note: 't' is moved from here
}
any into_object() {
  auto t = make();
  add(named("t", std::move(t)));
  co_return co_await std::move(t);
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:7: note: 't' is moved from here
}
any on_one_path(list &all, bool later) {
  auto t = make();
  if (later)
    all.push_back(std::move(t));
  co_return co_await t;
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: task 't' is awaited after it was moved from
  // CHECK-NOTES: :[[@LINE-3]]:5: note: 't' is moved from here
}
any good(list &all, bool later) {
  auto t = make();
  if (later) {
    all.push_back(std::move(t));
    co_return co_await all.back();
  }
  int twice = co_await t + co_await t;
  if (!all.try_push(std::move(t)))
    co_await t;
  t = make();
  co_await t;
  all.push_back(std::move(t));
  if (t.valid())
    co_await t;
  co_return twice;
}
} // namespace keeps
