#pragma once

#include "task.h"
#include <deque>

class condition {
public:
  task<> wait();
  template <class Predicate> task<> wait(Predicate);
  void notify_one() noexcept;
  void notify_all() noexcept;
};
task<> log(const char *);
