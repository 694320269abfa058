#pragma once

#include "task.h"

#include <vector>

/// One run of one coroutine: awaiting it takes the coroutine out.
class question {
public:
  struct promise_type {
    question get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(int);
    void unhandled_exception();
  };
  question(question &&) noexcept;
  question &operator=(question &&) noexcept;
  ~question() {
    if (handle_)
      handle_.destroy();
  }
  struct awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    int await_resume();
  };
  awaiter operator co_await() { return {std::exchange(handle_, nullptr)}; }

private:
  std::coroutine_handle<promise_type> handle_;
};

/// Its copies share one run.
class shared_question {
public:
  struct promise_type {
    shared_question get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_value(int);
    void unhandled_exception();
  };
  shared_question(const shared_question &);
  ~shared_question();
  question::awaiter operator co_await() const;
};

question ask();
shared_question ask_for_all();
void show(int);
void spawn(question);
bool c();

struct client {
  task<> once();
  task<> twice();
  task<> again();
  task<> spawned();
  task<> collected(std::vector<question> &all);
  task<> shared();
};
