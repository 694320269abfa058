#pragma once

#include "async/timer.hpp"

#include <chrono>
#include <csignal>
#include <unistd.h>

namespace async {

/// The limits of a watched loop before it is reported. A loop is watched when `run_options::debug` is set or the
/// environment's ASYNC_DEBUG has the word 1. Times are real time, whatever clock the loop has.
struct watch_limits {
  /// How long one task may block the thread. Longer is reported as `loop-blocked`, while it lasts, by a thread of the
  /// library, with the native stack of the blocked thread.
  duration blocked = std::chrono::milliseconds(100);
  /// How long no task may run although there are tasks. Longer is reported as `no-progress`. Zero for no limit.
  duration idle = duration::zero();
};

/// From now on, signal \p number writes the tasks of all loops of the process to descriptor \p to, as by
/// to_text(all_tasks()), even while a loop is blocked. The process continues. \throws std::system_error
void dump_on_signal(int number = SIGUSR1, int to = STDERR_FILENO);

} // namespace async
