#pragma once

#include "task.h"
#include <stdexcept>
#include <tuple>
#include <vector>

struct record {};
task<> write(record);
task<int> ask();
task<std::vector<record>> ask_all();
void log(const char *);

namespace cppcoro { // as the models know it
template <class... Tasks> task<std::tuple<Tasks...>> when_all_ready(Tasks &&...);
}
using cppcoro::when_all_ready;

struct store {
  task<> save(record);
  task<bool> try_save(record);
  task<int> count();
  task<std::vector<record>> all();
  task<> flush();
  task<> write_back(int);
};
