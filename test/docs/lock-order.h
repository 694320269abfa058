// What the examples of docs/checks/lock-order.md use.
#pragma once

#include "task.h"

#include "locks.h"

#include <mutex>

struct bank {
  std::mutex accounts_, journal_, gate_;
  void transfer();
  void audit();
};

struct vault {
  maple::mutex async_accounts_, async_journal_;
  task<> transfer();
  task<> write();
  task<> audit();
};

struct account {
  std::mutex mutex;
};

class async_semaphore {
public:
  class units {
  public:
    units(units &&) noexcept;
    ~units();
  };
  struct operation {
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    units await_resume() noexcept;
  };
  explicit async_semaphore(std::size_t count);
  operation get_units(std::size_t count);
};
