#pragma once

#include "task.h"

#include "locks.h"

#include <mutex>
#include <vector>

struct condition {
  task<> wait(std::unique_lock<std::mutex> &);
};

struct cache {
  std::mutex mutex_;
  maple::mutex async_mutex_;
  condition filled_;
  std::vector<int> entries_;
  bool cold_ = true;
  task<> refresh();
};

task<std::vector<int>> download();
task<> fill();
