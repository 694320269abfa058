#pragma once

#include "background.h"

#include <chrono>
#include <thread>
#include <functional>
#include <memory>

namespace seastar {
template <class T = void> struct future {
  struct promise_type {
    future get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  template <class F> future then(F &&) { return {}; }
};
} // namespace seastar
using future = seastar::future<>;
future connect();
std::string url();

template <class T> struct generator {
  struct promise_type {
    generator get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T);
    void return_void();
    void unhandled_exception();
  };
  generator(generator &&) noexcept;
  ~generator() { frame.destroy(); }
  std::coroutine_handle<promise_type> frame;
};
struct lines {
  std::unique_ptr<generator<int>> items;
};
void on_reply(std::function<void()> handler);

struct client {
  task<> kept();
  task<> returned(int id);
  void start(int id);
  void start_and_sleep(int id);
  future fiasco(int id);
  task<> in_time(int id);
  void kept_by_spawn(int id);
  future before_it_suspends(int id);
  void refresh(int id);
  lines numbers(int id);
  void copied_first(int id);
  void listens(int id);
};
