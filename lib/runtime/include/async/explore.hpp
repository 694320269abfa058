#pragma once

#include "async/report.hpp"
#include "async/task.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace async {

/// Makes the main task of a program. Called once for each run; the runs must not share state, and what they do must
/// depend on nothing but the order of their tasks.
using program = std::function<task<void>()>;

/// How far explore() goes.
struct bounds {
  std::size_t runs = 100'000;  ///< how many orders are run
  std::size_t steps = 10'000;  ///< how many times a task is resumed in one run, before the run is given up
  bool stop_at_failure = true; ///< whether the first failing order ends the exploration
  /// Whether timers may fire while tasks are ready, as if those took their time. Otherwise time passes only when no
  /// task is ready.
  bool timers_may_overtake = false;
};

/// What happened under one order.
struct run_outcome {
  std::string schedule; ///< the choices, for replay(); see explore()
  std::vector<report> reports;
  std::string error;     ///< what the program threw, other than because of a report; empty for nothing
  bool given_up = false; ///< the bound on steps was reached

  bool failed() const noexcept { return !reports.empty() || !error.empty(); }
};

/// What explore() found.
struct exploration {
  std::size_t runs = 0;
  std::size_t failed_runs = 0;
  bool exhaustive = false;            ///< every order was run to its end
  std::optional<run_outcome> failure; ///< the failing order with the shortest schedule
  std::set<report_kind> kinds;        ///< of all reports of all runs

  bool failed() const noexcept { return failure.has_value(); }
};

/// Runs \p made under every order of its ready tasks and of timers of one deadline, with a virtual clock.
///
/// A schedule is the list of choices that a run made wherever there was more than one possibility: numbers separated by
/// dots, 0 for the task that has been ready longest. Zeros at the end are left out, so the usual first-in first-out
/// order is the empty string. Orders are tried by the length of their schedule, hence the first failure found is the
/// shortest.
///
/// Every order is run, even if it cannot be told from another. Reports go into the result, not to the report handler.
/// \throws usage_error inside of run(), and when the program does not repeat itself
exploration explore(const program &made, bounds within = {});

/// Runs \p made once, under \p schedule, with the bounds under which it was found. \throws usage_error when the
/// schedule is not one of this program
run_outcome replay(const program &made, std::string_view schedule, bounds within = {});

} // namespace async
