// What the examples of docs/checks/self-deadlock.md use.
#pragma once

#include "task.h"

#include "locks.h"

#include <mutex>
#include <vector>

struct cache {
  std::mutex mutex_;
  maple::mutex async_mutex_;
  std::vector<int> entries_;
  void clear();
  void report();
  void merge(cache &other);
  task<> refresh();
  task<> store(int value);
};

void print(std::size_t size);
template <class... Tasks> task<> when_all(Tasks... tasks);
