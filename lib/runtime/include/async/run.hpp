#pragma once

#include "async/detail/watch.hpp"
#include "async/scheduler.hpp"
#include "async/spawn.hpp"
#include "async/task.hpp"

#include <chrono>
#include <source_location>
#include <string>
#include <utility>

namespace async {

struct run_options {
  /// The clock and the choices of the loop; must outlive the run. Null for real time.
  driver *drives = nullptr;
  /// The time that unfinished tasks have to end after they were cancelled.
  duration grace = std::chrono::seconds(1);
  /// Whether to watch the loop and record where coroutines are created; also when ASYNC_DEBUG has the word 1.
  bool debug = false;
  /// The limits for a watched loop.
  watch_limits limits{};
  /// The name of the main task.
  std::string name = "main";
};

/// Runs \p main and all tasks that it spawns on this thread until \p main has ended; returns its value or throws its
/// exception. Tasks that have not ended then are reported as `pending-at-shutdown`, cancelled, and destroyed when they
/// do not end.
///
/// \throws deadlock_error when \p main can never end (after the report), task_cancelled when it was cancelled,
/// usage_error for an empty task, inside of a task and when the loop runs on another thread
template <class T>
T run(task<T> main, run_options options = {}, std::source_location where = std::source_location::current()) {
  if (!main.valid())
    throw usage_error("run of an empty task: it was moved from, awaited, or never had a coroutine", where);
  real_time_driver real_time;
  scheduler loop(options.drives ? *options.drives : real_time, where);
  detail::task_promise<T> &root = *main.release();
  detail::record_ref<detail::spawned<T>> record(new detail::spawned<T>(loop, std::move(options.name), where, root));
  loop.start(*record, root);
  const detail::debugging debugs(loop, options.debug, options.limits, where);
  loop.run(*record, options.grace);
  detail::check_joined(*record, where);
  return record->outcome().take();
}

} // namespace async
