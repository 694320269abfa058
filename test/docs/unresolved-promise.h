#pragma once

#include "signals.h"
#include <stdexcept>
#include <atomic>
#include <coroutine>
#include <deque>
#include <functional>

using event = plain::manual_event;
struct buffer {
  int size();
};
task<int> read(buffer &, int timeout);
void log(const char *);
shard::future<> write_out();
using shard::future;
using shard::shared_promise;

struct queue {
  std::deque<int> items;
  std::deque<std::coroutine_handle<>> waiting;
};
void on_ready(int descriptor, std::function<void()>);
