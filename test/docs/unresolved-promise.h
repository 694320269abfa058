#pragma once

#include "signals.h"
#include <stdexcept>

using event = plain::manual_event;
struct buffer {
  int size();
};
task<int> read(buffer &, int timeout);
void log(const char *);
shard::future<> write_out();
using shard::future;
using shard::shared_promise;
