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
