#pragma once

#include "async/report.hpp"
#include "async/task.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async {

/// Makes the main task of a program. Called once for each run; the runs must not share state, and their behaviour must
/// depend only on the order of their tasks.
using program = std::function<task<void>()>;

/// One loop of a program that has several.
struct loop_program {
  std::string name; ///< of its main task
  program main;
};

/// Makes a program of several loops, each of which runs on its own thread. Called once for each run; state that the
/// loops share must be created in it, and lives as long as the functions that it returns.
using loops = std::function<std::vector<loop_program>()>;

/// The outcome of one order of tasks.
struct run_outcome {
  std::string schedule; ///< the choices, for replay(); see explore()
  std::vector<report> reports;
  std::string error;     ///< the exception of the program, unless a report has caused it; empty for none
  bool given_up = false; ///< the limit of steps was reached

  bool failed() const noexcept { return !reports.empty() || !error.empty(); }
};

/// The limits of explore().
struct bounds {
  std::size_t runs = 100'000;  ///< how many orders are run
  std::size_t steps = 10'000;  ///< how many times a task is resumed in one run, before the run is given up
  bool stop_at_failure = true; ///< whether the first failing order ends the exploration
  /// Whether timers may fire while tasks are ready, as if the tasks took time. Otherwise time passes only when no task
  /// is ready.
  bool timers_may_overtake = false;
  /// Whether explore() leaves out orders that differ from another only in the order of steps that have nothing to do
  /// with each other. **Only for programs whose tasks share nothing but objects of this library**: mutexes, queues,
  /// handles and so on, and `watched` values instead of variables. A value that a task passes on and does not use any
  /// more, through a queue or as its result, is not shared. What tasks share otherwise, and trace hooks, would be seen
  /// under some orders only. Not for several loops; without effect on random walks and replays.
  ///
  /// The same outcomes are found, but not the same number of failing runs, nor the shortest schedule first. `runs`
  /// counts also those that were ended early because they led to nothing new. What left-over tasks do after the end
  /// of the run is no outcome.
  bool reduce = false;
  /// Called with the outcome of each run, outside of any loop.
  std::function<void(const run_outcome &)> after_each_run{};
};

/// The result of explore().
struct exploration {
  std::size_t runs = 0;
  std::size_t failed_runs = 0;
  bool exhaustive = false;            ///< every order was run to its end
  std::optional<run_outcome> failure; ///< the failing order with the shortest schedule, or that random_walk() found
  std::set<report_kind> kinds;        ///< of all reports of all runs

  bool failed() const noexcept { return failure.has_value(); }
};

/// Runs \p made under every order of its ready tasks and of timers of one deadline, with a virtual clock.
///
/// A schedule is the list of choices of a run wherever there was more than one possibility: numbers separated by dots,
/// 0 for the task that has been ready longest. Zeros at the end are left out, so the usual FIFO order is the empty
/// string. Orders are tried by the length of their schedule, hence the first failure found is the shortest.
///
/// Every order is run, even if it cannot be told from another. Reports go into the result, not to the report handler.
/// \throws usage_error inside of run(), as all that follow, and when the program does not repeat itself
exploration explore(const program &made, bounds within = {},
                    std::source_location where = std::source_location::current());

/// The same for several loops. One thread runs at a time, and which one is a choice before each step of a task, each
/// locking of a `watched_mutex` and each access to a `watched` value: 0 for the thread that runs, or else the next one.
/// The loops share one virtual clock. After a deadlock of threads the run is over, and nothing after it is reported.
/// Interference of threads between these places is not detected: data that they share must be watched.
exploration explore(const loops &made, bounds within = {},
                    std::source_location where = std::source_location::current());

/// Runs \p made under \p within.runs orders chosen at random, for programs that have too many. Equal seeds give equal
/// orders. Never exhaustive. The schedule of the first failure is then simplified as long as it fails alike, in at most
/// as many further runs, which are not counted.
exploration random_walk(const program &made, std::uint64_t seed, bounds within = {.runs = 1'000},
                        std::source_location where = std::source_location::current());
exploration random_walk(const loops &made, std::uint64_t seed, bounds within = {.runs = 1'000},
                        std::source_location where = std::source_location::current());

/// Runs \p made once, under \p schedule, with the bounds under which it was found. \throws usage_error when the
/// schedule is not one of this program
run_outcome replay(const program &made, std::string_view schedule, bounds within = {},
                   std::source_location where = std::source_location::current());
run_outcome replay(const loops &made, std::string_view schedule, bounds within = {},
                   std::source_location where = std::source_location::current());

} // namespace async
