// A coroutine that starts at once, and a reminder that it can wait for.
#pragma once

#include "evidence.hpp"

#include <async/event.hpp>

#include <coroutine>

/// Owns its frame.
class [[nodiscard]] activity {
public:
  struct promise_type {
    activity get_return_object() { return activity(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };

  explicit activity(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  activity(activity &&other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  ~activity() {
    if (frame_)
      frame_.destroy();
  }

private:
  std::coroutine_handle<promise_type> frame_;
};
