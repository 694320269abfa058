#pragma once

#include "task.h"

task<int> first();
task<int> second();

namespace coro { // modelled by libcoro.yaml
int sync_wait(task<int>);
} // namespace coro
