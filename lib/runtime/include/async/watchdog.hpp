#pragma once

#include "async/timer.hpp"

#include <chrono>
#include <csignal>
#include <unistd.h>

namespace async {

/// What a loop that is watched may do before there is a report. A loop is watched when `run_options::debug` is set or
/// the environment's ASYNC_DEBUG has the word 1. Times are real, whatever time the loop has.
struct watch_limits {
  /// How long one task may keep the thread. More is reported as `loop-blocked`, while it lasts, by a thread of the
  /// library, with the native stack of the blocked thread.
  duration blocked = std::chrono::milliseconds(100);
  /// How long no task may run although there are some. More is reported as `no-progress`. Zero for any time.
  duration idle = duration::zero();
};

/// From now on, signal \p number has the tasks of all loops of the process written to descriptor \p to, as by
/// to_text(all_tasks()). It works also while a loop is blocked. Nothing else is done: the process goes on.
/// \throws std::system_error
void dump_on_signal(int number = SIGUSR1, int to = STDERR_FILENO);

} // namespace async
