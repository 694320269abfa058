// RUN: %check_async async-dangling-parameter %s --likely
// RUN: %check_async async-dangling-parameter %s --suffix=SURE
// Arguments of callables whose target is not known: they may be used when the task or generator runs.
#include "task.h"
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

std::string name();
void use(const std::string &);
void use(int);
task<> tick();
bool c();

// A lazy generator.
template <class T> class sequence {
public:
  struct promise_type {
    sequence get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T) noexcept;
    void unhandled_exception() noexcept;
    void return_void() noexcept {}
  };
  struct end_of {};
  struct iterator {
    iterator &operator++();
    T operator*() const;
    bool operator==(end_of) const;
  };
  sequence(sequence &&o) noexcept : frame(std::exchange(o.frame, {})) {}
  ~sequence() {
    if (frame)
      frame.destroy();
  }
  iterator begin();
  end_of end() const;

private:
  std::coroutine_handle<promise_type> frame;
};
// It has begun when the call returns.
struct begun {
  struct promise_type {
    begun get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
// A wrapper of the user's own.
template <class> class callback;
template <class R, class... A> class callback<R(A...)> {
public:
  R operator()(A... arguments) const { return (*call)(static_cast<A &&>(arguments)...); }
  R (*call)(A...);
};

struct board {
  std::string text;
};
board current();
using chooser = std::function<sequence<int>(const board &, int)>;

void in_loop(const chooser &choose) {
  auto moves = choose(current(), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary that a parameter of 'choose' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  for (int move : moves)
    use(move);
}
struct player {
  chooser choose;
  callback<task<>(std::string_view)> tell;
  std::vector<std::function<task<>(const std::string &)>> listeners;

  task<> member() {
    auto moves = choose(board{}, 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: temporary that a parameter of 'choose' refers to is destroyed before the coroutine runs
    co_await tick();
    for (int move : moves)
      use(move);
  }
  task<> own_wrapper() {
    auto told = tell(name());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: temporary that a parameter of 'tell' refers to is destroyed before the coroutine runs
    co_await told;
  }
  task<> element() {
    task<> told;
    for (const auto &listener : listeners) {
      const std::string text = name();
      told = listener(text);
      // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'text' that a parameter of 'listener' refers to is destroyed before the coroutine runs
    }
    co_await told;
  }
};
sequence<int> returned(const chooser &choose) {
  return choose(board{}, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: temporary that a parameter of 'choose' refers to is destroyed before the coroutine runs
}

// In time.
void range_at_once(const chooser &choose, const board &given) {
  auto now = current();
  auto moves = choose(now, 1);
  for (int move : moves)
    use(move);
  auto others = choose(given, 1);
  for (int move : others)
    use(move);
}
task<> awaited(const std::function<task<>(const std::string &)> &tell) {
  co_await tell(name());
  auto told = tell(name()); // and never run
}
task<> by_value(const std::function<task<>(std::string)> &tell) {
  auto told = tell(name());
  co_await told;
}
task<> has_begun(const std::function<begun(const std::string &)> &tell) {
  auto told = tell(name());
  co_await told;
}
void no_work(const std::function<int(const std::string &)> &count) {
  auto n = count(name());
  use(n);
}
