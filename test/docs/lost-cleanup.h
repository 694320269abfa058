#pragma once

#include "task.h"

struct file {
  bool is_temporary() const;
  task<> close();
};

struct spill {
  file out_;
  task<> write();
  task<> close();
  task<> write_often();
};
