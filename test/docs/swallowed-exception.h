#pragma once

#include "task.h"

struct record {};
task<> write(record);
task<int> ask();
void log(const char *);

struct store {
  task<> save(record);
  task<bool> try_save(record);
  task<int> count();
};
