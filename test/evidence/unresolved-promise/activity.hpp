// A coroutine that starts at once and that no other can await.
#pragma once

#include "evidence.hpp"

#include <async/event.hpp>

#include <coroutine>

/// Those that run or have run; they are destroyed at the end of the program.
class all_activities {
public:
  ~all_activities() {
    for (const std::coroutine_handle<> frame : frames_)
      frame.destroy();
  }
  void add(std::coroutine_handle<> frame) { frames_.push_back(frame); }

private:
  std::vector<std::coroutine_handle<>> frames_;
};
inline all_activities activities;

struct activity {
  struct promise_type {
    activity get_return_object() {
      activities.add(std::coroutine_handle<promise_type>::from_promise(*this));
      return {};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};
