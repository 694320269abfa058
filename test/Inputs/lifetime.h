// Who runs what, under invented names; lifetime.yaml says what they do.
#pragma once
#include "task.h"
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace grove {

struct executor {};
struct detached_t {};
inline constexpr detached_t detached;

/// Begins at once; its frame frees itself.
struct eager {
  struct promise_type {
    eager get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume();
};

/// Fire and forget.
struct fire {
  struct promise_type {
    fire get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

/// A future with continuations.
struct promised {
  template <class F> promised then(F &&) { return {}; }
  template <class F> promised chain(F &&) { return {}; }
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
  struct promise_type {
    promised get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

template <class Work> void spawn(executor, Work &&) {}
template <class Work, class Token> void spawn(executor, Work &&, Token) {}
template <class F> void on_readable(int, F &&) {}
template <class Work> void sync_wait(Work &&) {}
void run();

/// Must be joined.
struct scope {
  template <class Work> void spawn(Work &&) {}
  task<> join();
};
/// Joins in its destructor.
struct nursery {
  template <class Work> void spawn(Work &&) {}
  task<> join();
  ~nursery();
};

template <class... Tasks> task<> when_all(Tasks... tasks) { (co_await tasks, ...); }
task<> when_all(std::vector<task<>> tasks);
task<> tick();

} // namespace grove
