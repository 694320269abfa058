#pragma once

#include "task.h"
#include <vector>

struct record {};
task<> write(record);
task<int> ask();
task<std::vector<record>> ask_all();
void log(const char *);

struct store {
  task<> save(record);
  task<bool> try_save(record);
  task<int> count();
  task<std::vector<record>> all();
};
