#pragma once

#include "task.h"

#include <coroutine>

task<int> first();
task<int> second();

namespace coro { // modelled by libcoro.yaml
int sync_wait(task<int>);
} // namespace coro

class remote_job { // its code is in another file
public:
  remote_job(remote_job &&) noexcept;
  ~remote_job();
  int get();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
