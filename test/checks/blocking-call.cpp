// RUN: %check_async async-blocking-call %s

#include "task.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

task<> work();
task<int> number();

// Directly.

task<> sleeps() {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'sleep_for' blocks the calling thread for the time given ([thread.thread.this])
  co_await work();
}

task<> by_posix() {
  usleep(10);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks the thread
  co_return;
}

task<int> by_future(std::future<int> f) {
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'get' blocks the thread
}

task<> joins(std::thread &t) {
  co_await work();
  t.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'join' blocks the thread
}

task<> on_a_condition(std::condition_variable &cv, std::mutex &m) {
  std::unique_lock lock(m);
  cv.wait(lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  co_return;
}

// Through ordinary functions: the whole chain is shown.

void backoff(int n) { std::this_thread::sleep_for(std::chrono::milliseconds(n)); }
struct client {
  int fetch() {
    for (int i = 0; i < 3; ++i)
      if (try_once())
        return 1;
      else
        backoff(i);
    return 0;
  }
  bool try_once();
};
int load(client &c) { return c.fetch(); }

task<int> through_a_chain(client &c) {
  co_await work();
  co_return load(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'load' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-6]]:30: note: 'load' calls 'fetch' here
  // CHECK-MESSAGES: :[[@LINE-12]]:9: note: 'fetch' calls 'backoff' here
  // CHECK-MESSAGES: :[[@LINE-20]]:23: note: 'backoff' calls 'sleep_for' here
}

// A recursion has an end.
void odd(int n);
void even(int n) {
  if (n)
    odd(n - 1);
  else
    usleep(1);
}
void odd(int n) { even(n - 1); }
task<> recursive() {
  odd(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'odd' blocks the thread
  co_return;
}

// The future of std::async waits in its destructor, and nowhere else.
void later(std::future<void>);
task<> asyncs() {
  std::async([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of the result of 'async' blocks the thread
  auto unused = std::async([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the destructor of the result of 'async' blocks the thread
  auto given_away = std::async([] {});
  later(std::move(given_away));
  later(std::async([] {}));
  co_return;
}

// An atomic of a number is one of the library's base classes.
task<> atomics(std::atomic<int> &number, std::atomic<bool> &flag, std::atomic<int *> &pointer) {
  number.wait(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  flag.wait(false);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  pointer.wait(nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  co_return;
}

// Constructors and destructors are calls.
struct pool {
  pool();
  ~pool() { thread_.join(); }
  std::thread thread_;
};
struct owner {
  pool inner;
  ~owner() {}
};
struct holder { // nobody wrote its destructor
  int before;
  owner inner;
};
struct connects {
  connects() { usleep(5); }
};
task<> by_objects() {
  pool p;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'pool' blocks the thread
  owner o;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'owner' blocks the thread
  holder h;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'owner' blocks the thread
  connects c;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the constructor of 'connects' blocks the thread
  co_return;
}

task<> by_a_lambda() {
  auto pause = [] { usleep(1); };
  pause();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pause' blocks the thread
  co_return;
}

template <class Clock> task<> in_a_template(Clock) {
  std::this_thread::sleep_until(Clock::now());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_until' blocks the thread
  co_return;
}
task<> instances() {
  co_await in_a_template(std::chrono::steady_clock());
  co_await in_a_template(std::chrono::system_clock());
}

struct base {
  virtual void run() { usleep(1); }
  virtual ~base() = default;
};
struct last final : base {
  void run() override { usleep(2); }
};
task<> surely_called(last &l) {
  l.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'run' blocks the thread
  l.base::run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'run' blocks the thread
  co_return;
}

// ---- silent

task<> nobody_knows_which(base &b) {
  b.run();
  co_return;
}

template <class F> task<int> to_thread(F) { co_return 1; }
void post(void (*)());
task<> offloaded() {
  co_await to_thread([] { usleep(1000); return 1; });
  std::thread other([] { std::this_thread::sleep_for(1s); });
  other.detach();
  post([] { usleep(1); });
}

void not_a_coroutine() { std::this_thread::sleep_for(1s); }
int main() { backoff(3); }

task<int> zero_timeout(std::future<int> &f) {
  if (f.wait_for(0s) == std::future_status::ready)
    co_return f.get();
  co_return 0;
}

task<int> tested(std::shared_future<int> f) {
  while (f.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    co_await work();
  co_return f.get();
}

struct yields_only {
  struct promise_type {
    yields_only get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(int);
    void return_void();
    void unhandled_exception();
    template <class T> void await_transform(T &&) = delete;
  };
};
yields_only synchronous_generator() {
  usleep(1);
  co_yield 1;
}

task<> unevaluated() {
  static_assert(sizeof(usleep(1)) == sizeof(int));
  co_return;
}

task<> spawned_later() {
  auto later = [] { usleep(1); };
  (void)later;
  co_return;
}

task<> on_purpose() {
  usleep(1); // NOLINT(async-blocking-call)
  co_return;
}

// An ordinary function that makes the task has run when that is awaited.

task<> pauses_and_gives_work() {
  usleep(1);
  return work();
}
task<> awaits_what_it_gives() {
  co_await pauses_and_gives_work();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'pauses_and_gives_work' blocks the thread
}
task<> awaits_it_later() {
  auto later = pauses_and_gives_work();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'pauses_and_gives_work' blocks the thread
  co_await std::move(later);
}

// Constructors that nobody wrote call those of members and bases.

struct slow_to_make {
  slow_to_make() { usleep(1); }
};
struct has_slow_member {
  slow_to_make member;
};
struct has_slow_base : slow_to_make {};
task<> makes_member() {
  has_slow_member made;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the constructor of 'slow_to_make' blocks the thread
  co_return;
}
task<> makes_base() {
  has_slow_base made;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'slow_to_make' blocks the thread
  co_return;
}

// The commonest back-off: only the handler leads to the pause.
task<> sometimes_fails();
task<> backs_off() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_return co_await sometimes_fails();
    } catch (const std::exception &) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep_for' blocks the thread of this coroutine
  }
  co_return;
  std::this_thread::sleep_for(std::chrono::milliseconds(10)); // nothing leads here
}

// ---- what an ordinary function does only at its first call

struct settings {
  settings() { sleep(1); }
  int port = 0;
};
settings &shared_settings() {
  static settings all;
  return all;
}
int worked_out() {
  static const int known = [] {
    sleep(1);
    return 1;
  }();
  return known;
}
std::unique_ptr<settings> made_when_asked;
settings *kept, *kept_and_renewed;
settings &lazily() {
  if (!made_when_asked)
    made_when_asked = std::make_unique<settings>();
  if (made_when_asked == nullptr)
    made_when_asked.reset(new settings);
  if (!kept)
    kept = new settings;
  return *kept;
}
settings &renewed() {
  if (!kept_and_renewed)
    sleep(1);
  return *kept_and_renewed;
}
task<> uses_the_singleton() {
  co_await work();
  (void)lazily().port;
  (void)renewed().port;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'renewed' blocks the thread
  (void)shared_settings().port;
  (void)worked_out();
}
task<> makes_one() {
  static settings own;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the constructor of 'settings' blocks the thread
  co_await work();
}
task<> makes_many() {
  co_await work();
  settings each;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the constructor of 'settings' blocks the thread
}
