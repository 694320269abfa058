// RUN: %check_async async-blocking-call,async-blocking-wait %s
// RUN: %check_async async-blocking-call,async-blocking-wait %s --likely

// What can be awaited has a synchronous twin, whatever the library calls it.

#include "tasks.h"

#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

namespace spruce {
template <class T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
// Begins at once; waits by get() and wait().
template <class T> class [[nodiscard]] outcome {
public:
  struct promise_type {
    outcome get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T);
    void unhandled_exception();
  };
  outcome(outcome &&) noexcept;
  outcome &operator=(outcome &&) noexcept;
  ~outcome();
  T get();
  void wait();
  bool is_ready() const;
  explicit operator bool() const;
  std::string name() const;
  awaiter<T> operator co_await();
};
class pool {
public:
  template <class F> outcome<int> submit(F) { std::abort(); }
};
template <class I> outcome<std::vector<int>> when_all(I, I);
template <class... A> outcome<std::tuple<A...>> both(A...);
template <class I> outcome<std::vector<outcome<int>>> when_all_ready(I, I);
awaiter<void> ready(outcome<int> &);

// Waits by join(); an action without a value.
class action {
public:
  action(action &&) noexcept;
  ~action();
  void join() const;
  void get() const;
  int error() const;
};
awaiter<void> operator co_await(const action &);
action write_all();

// Every operation twice.
class stream {
public:
  std::string read(int);
  awaiter<std::string> async_read(int);
  void load();
  awaiter<void> loadAsync();
  std::string peek();
  outcome<int> read_async();
  void close();
  awaiter<void> async_close();
  bool readable() const;
  int size() const noexcept;
  awaiter<int> co_size();
};
} // namespace spruce

int consume(int);

spruce::outcome<int> all(spruce::pool &pool, std::vector<int> items) {
  std::vector<spruce::outcome<int>> results;
  for (int item : items)
    results.push_back(pool.submit([item] { return consume(item); }));
  auto all = spruce::when_all(results.begin(), results.end()).get();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:14: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  co_return all[0];
}
birch::lazy<int> one(spruce::pool &pool) {
  auto work = pool.submit([] { return 1; });
  work.wait();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'wait' blocks the thread of this coroutine
  spruce::write_all().join();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'join' blocks the thread of this coroutine
  co_return 1;
}
int helper(spruce::outcome<int> work) { return work.get(); }
birch::lazy<int> through(spruce::pool &pool) {
  co_return helper(pool.submit([] { return 1; }));
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:13: warning: 'helper' blocks the thread of this coroutine
}

birch::lazy<int> ready(spruce::pool &pool) {
  auto work = pool.submit([] { return 1; });
  if (work.is_ready())
    co_return work.get();
  auto other = pool.submit([] { return 1; });
  co_await spruce::ready(other);
  (void)other.get();
  std::vector<spruce::outcome<int>> several;
  auto ended = co_await spruce::when_all_ready(several.begin(), several.end());
  int sum = 0;
  for (auto &each : ended)
    sum += each.get();
  for (auto &each : several)
    sum += each.get();
  auto [first, second] = co_await spruce::both(pool.submit([] { return 1; }), pool.submit([] { return 1; }));
  sum += first.get() + second.get();
  (void)work.name();
  co_return sum + (co_await spruce::when_all_ready(several.begin(), several.end()))[0].get();
}
birch::lazy<int> continued(spruce::pool &pool) {
  auto then = [](spruce::outcome<int> done) { return done.get(); };
  (void)then;
  co_return 1;
}
int outside(spruce::pool &pool) { return pool.submit([] { return 1; }).get(); }

birch::lazy<int> streams(spruce::stream &s) {
  auto text = s.read(1);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:15: warning: 'read' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  s.load();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'load' blocks the thread of this coroutine
  (void)s.peek();
  s.close();
  (void)s.size();
  co_return co_await s.read_async();
}
birch::lazy<int> when_readable(spruce::stream &s) {
  if (s.readable())
    (void)s.read(1);
  co_await s.loadAsync();
  co_return 1;
}

// A model says that the class waits: then so does its get(), unless the caller may have waited.
namespace concurrencpp {
template <class T> class result {
public:
  result(result &&) noexcept;
  ~result();
  T get();
  void wait();
  spruce::awaiter<T> operator co_await();
};
} // namespace concurrencpp
concurrencpp::result<int> computed();
birch::lazy<int> of_a_modelled_class(concurrencpp::result<int> given) {
  int sum = computed().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'get' blocks the thread of this coroutine
  auto later = computed();
  sum += later.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'get' blocks the thread of this coroutine
  sum += given.get();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:10: warning: 'get' blocks the thread of this coroutine
  auto awaited = computed();
  co_await awaited;
  co_return sum + awaited.get();
}
