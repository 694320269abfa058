#include "async/explore.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"
#include "controlled_run.hpp"
#include "reduction.hpp"
#include "schedule.hpp"

#include <algorithm>
#include <queue>
#include <source_location>
#include <utility>

namespace async {

namespace {

using detail::choices;
using detail::one_loop;
using detail::run_choices;
using detail::run_once;
using detail::several_loops;
using detail::text_of;

[[noreturn]] void refuse_unrepeatable(const choices &script, std::source_location where) {
  throw usage_error("the program does not repeat itself: it had other choices when schedule '" + text_of(script) +
                        "' was run than before",
                    where);
}

/// An exploration makes loops of its own on this thread, one after another.
void refuse_inside_of_run(const char *by_what, std::source_location where) {
  if (scheduler::current())
    throw usage_error(std::string(by_what) + " was called inside of run(): call it where no loop runs", where);
}

struct scheduled_run {
  run_outcome outcome;
  choices made;
  choices options;
  bool diverged;
};

scheduled_run take_run(const run_once &run, run_choices chosen, const bounds &within) {
  run_outcome outcome = run(chosen, within);
  outcome.schedule = text_of(chosen.made());
  return {std::move(outcome), chosen.made(), chosen.options(), chosen.diverged()};
}

scheduled_run run_under(const run_once &run, const choices &script, const bounds &within) {
  return take_run(run, run_choices(script, within.steps), within);
}

void count(run_outcome &&one, exploration &found, const bounds &within) {
  if (within.after_each_run)
    within.after_each_run(one);
  ++found.runs;
  found.exhaustive = found.exhaustive && !one.given_up;
  for (const report &made_here : one.reports)
    found.kinds.insert(made_here.kind);
  found.failed_runs += one.failed() ? 1 : 0;
  if (one.failed() && !found.failure)
    found.failure = std::move(one);
}

/// A finished run, from which others branch off: they make the same choices up to some point, where they make another
/// one than 0, and only zeros after that. So every order has one run it branches off, and none is run twice.
struct branching_run {
  choices script;
  choices options; ///< of the whole run
  std::size_t at;  ///< where the next branch leaves it
  std::uint16_t choice = 1;

  /// Goes on to the next branch; false when there are no more.
  bool find_branch() {
    while (at < options.size() && choice >= options[at]) {
      ++at;
      choice = 1;
    }
    return at < options.size();
  }

  choices take_branch() {
    choices branch = script;
    branch.resize(at, 0);
    branch.push_back(choice++);
    return branch;
  }
};

struct longer_branch {
  bool operator()(const branching_run &left, const branching_run &right) const noexcept {
    return left.at != right.at ? left.at > right.at : left.script > right.script;
  }
};

exploration explore_all(const run_once &run, const bounds &within, std::source_location where) {
  refuse_inside_of_run("explore", where);
  exploration found;
  found.exhaustive = true;
  std::priority_queue<branching_run, std::vector<branching_run>, longer_branch> open;
  choices script;
  for (;;) {
    scheduled_run one = run_under(run, script, within);
    if (one.diverged)
      refuse_unrepeatable(script, where);
    count(std::move(one.outcome), found, within);
    branching_run next{script, std::move(one.options), script.size()};
    if (next.find_branch())
      open.push(std::move(next));

    const bool enough = found.failure && within.stop_at_failure;
    if (open.empty() || enough || found.runs >= within.runs) {
      found.exhaustive = found.exhaustive && open.empty();
      return found;
    }
    branching_run from = open.top();
    open.pop();
    script = from.take_branch();
    if (from.find_branch())
      open.push(std::move(from));
  }
}

exploration explore_reduced(const program &made, const bounds &within, std::source_location where) {
  refuse_inside_of_run("explore", where);
  exploration found;
  found.exhaustive = true;
  detail::reduced_orders orders(within.timers_may_overtake);
  for (;;) {
    run_outcome one = detail::run_reduced(made, orders, within);
    if (orders.diverged())
      refuse_unrepeatable(orders.made(), where);
    if (orders.cut())
      ++found.runs;
    else
      count(std::move(one), found, within);
    const bool more = orders.next();
    const bool enough = found.failure && within.stop_at_failure;
    if (!more || enough || found.runs >= within.runs) {
      found.exhaustive = found.exhaustive && !more;
      return found;
    }
  }
}

/// Whether two runs went wrong in the same way.
bool alike(const run_outcome &left, const run_outcome &right) {
  return left.error == right.error &&
         std::equal(left.reports.begin(), left.reports.end(), right.reports.begin(), right.reports.end(),
                    [](const report &one, const report &other) { return one.kind == other.kind; });
}

/// Tries to make choices of \p failing 0, first many at once and then single ones, as long as it fails alike.
void simplify(const run_once &run, run_outcome &failing, choices made, const bounds &within) {
  std::size_t runs_left = within.runs;
  for (std::size_t length = made.size(); length > 0; length /= 2)
    for (std::size_t begin = 0; begin < made.size(); begin += length) {
      const auto first = made.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last = made.begin() + static_cast<std::ptrdiff_t>(std::min(begin + length, made.size()));
      if (std::all_of(first, last, [](std::uint16_t choice) { return choice == 0; }))
        continue;
      if (runs_left-- == 0)
        return;
      choices simpler(made.begin(), first);
      simpler.resize(static_cast<std::size_t>(last - made.begin()), 0);
      simpler.insert(simpler.end(), last, made.end());
      detail::drop_trailing_zeros(simpler);
      scheduled_run one = run_under(run, simpler, within);
      if (one.diverged || !alike(one.outcome, failing))
        continue;
      failing = std::move(one.outcome);
      made = std::move(simpler);
    }
}

exploration walk(const run_once &run, std::uint64_t seed, const bounds &within, std::source_location where) {
  refuse_inside_of_run("random_walk", where);
  exploration found;
  const choices no_script;
  for (std::size_t number = 0; number < within.runs; ++number) {
    scheduled_run one = take_run(run, run_choices(no_script, within.steps, seed + number), within);
    const bool first_failure = one.outcome.failed() && !found.failure;
    count(std::move(one.outcome), found, within);
    if (first_failure)
      simplify(run, *found.failure, std::move(one.made), within);
    if (found.failure && within.stop_at_failure)
      break;
  }
  return found;
}

run_outcome replay_once(const run_once &run, std::string_view schedule, const bounds &within,
                        std::source_location where) {
  refuse_inside_of_run("replay", where);
  const choices script = detail::choices_of(schedule, where);
  scheduled_run one = run_under(run, script, within);
  if (one.diverged)
    throw usage_error("schedule '" + std::string(schedule) + "' is not one of this program", where);
  return std::move(one.outcome);
}

} // namespace

exploration explore(const program &made, bounds within, std::source_location where) {
  return within.reduce ? explore_reduced(made, within, where) : explore_all(one_loop(made), within, where);
}

exploration explore(const loops &made, bounds within, std::source_location where) {
  if (within.reduce)
    throw usage_error("explore cannot leave out equivalent orders of several loops: `reduce` is for one", where);
  return explore_all(several_loops(made), within, where);
}

exploration random_walk(const program &made, std::uint64_t seed, bounds within, std::source_location where) {
  return walk(one_loop(made), seed, within, where);
}

exploration random_walk(const loops &made, std::uint64_t seed, bounds within, std::source_location where) {
  return walk(several_loops(made), seed, within, where);
}

run_outcome replay(const program &made, std::string_view schedule, bounds within, std::source_location where) {
  return replay_once(one_loop(made), schedule, within, where);
}

run_outcome replay(const loops &made, std::string_view schedule, bounds within, std::source_location where) {
  return replay_once(several_loops(made), schedule, within, where);
}

} // namespace async
