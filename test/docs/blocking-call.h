#pragma once

#include "task.h"

#include <chrono>
#include <coroutine>
#include <future>
#include <string_view>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

struct client {
  bool ready();
  task<> read();
};
struct settings {
  void reload();
  void wait_for_lock_file();
};
task<> accept();
task<> pause_a_moment();
template <class F> task<int> to_thread(F) { co_return 1; }

class connection { // its code is in another file
public:
  std::string_view read();
  task<int> async_read();
};
