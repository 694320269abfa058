#include "async/explore.hpp"

#include "async/detail/baton.hpp"
#include "async/driver.hpp"
#include "async/errors.hpp"
#include "async/run.hpp"
#include "reduction.hpp"
#include "schedule.hpp"

#include <algorithm>
#include <memory>
#include <queue>
#include <source_location>
#include <utility>

namespace async {

namespace {

using detail::choices;
using detail::run_choices;
using detail::text_of;

/// Runs the program once, under the given choices.
using run_once = std::function<run_outcome(run_choices &, const bounds &)>;

/// A loop that has the run to itself.
class scheduled_driver final : public virtual_time_driver {
public:
  scheduled_driver(run_choices &chosen, const bounds &within) : chosen_(chosen), within_(within) {}

  std::size_t choose(std::size_t options) override { return chosen_.choose(options); }
  bool timers_may_overtake() const noexcept override { return within_.timers_may_overtake; }
  bool every_step_is_a_round() const noexcept override { return true; }
  void before_step() override { chosen_.step(); }

private:
  run_choices &chosen_;
  const bounds &within_;
};

/// The same, when equivalent orders are left out.
class reducing_driver final : public virtual_time_driver {
public:
  reducing_driver(detail::reduced_orders &orders, const bounds &within)
      : orders_(orders), within_(within), steps_left_(within.steps) {}

  std::size_t pick(const detail::ready_tasks &ready, std::size_t count, bool time_may_pass) override {
    return orders_.pick(ready, count, time_may_pass);
  }
  std::size_t choose(std::size_t options) override { return orders_.choose(options); }
  bool timers_may_overtake() const noexcept override { return within_.timers_may_overtake; }
  bool every_step_is_a_round() const noexcept override { return true; }

  void before_step() override {
    if (steps_left_-- == 0)
      throw detail::out_of_steps();
  }

  void idle(std::optional<time_point> until) override {
    if (detail::recording)
      orders_.time_passes();
    virtual_time_driver::idle(until);
  }

private:
  detail::reduced_orders &orders_;
  const bounds &within_;
  std::size_t steps_left_;
};

/// One of several loops, which take turns and share one clock.
class sharing_driver final : public driver {
public:
  sharing_driver(detail::baton &turns, run_choices &chosen, const bounds &within)
      : turns_(turns), chosen_(chosen), within_(within) {}

  time_point now() const noexcept override { return turns_.now(); }
  std::size_t choose(std::size_t options) override { return chosen_.choose(options); }
  bool timers_may_overtake() const noexcept override { return within_.timers_may_overtake; }

  void before_step() override {
    turns_.point();
    chosen_.step();
  }

  void idle(std::optional<time_point> until) override {
    if (until)
      turns_.sleep_until(*until);
    else
      wait_for_post(std::nullopt); // without letting the other loops run: what comes from outside is no choice
  }

private:
  detail::baton &turns_;
  run_choices &chosen_;
  const bounds &within_;
};

/// Runs one loop and notes in \p outcome how it ended.
void run_loop(const program &main, const run_options &options, run_outcome &outcome) {
  try {
    run(main(), options);
  } catch (const detail::out_of_steps &) {
    outcome.given_up = true;
  } catch (const deadlock_error &) {
    // The report says it.
  } catch (const reported_usage_error &) {
    // The report says it.
  } catch (const std::exception &error) {
    outcome.error = error.what();
  } catch (...) {
    outcome.error = "an exception that is not derived from std::exception";
  }
}

run_once one_loop(const program &made) {
  return [&made](run_choices &chosen, const bounds &within) {
    report_capture capture;
    scheduled_driver drives(chosen, within);
    run_outcome outcome;
    run_loop(made, {.drives = &drives}, outcome);
    outcome.reports = capture.take();
    return outcome;
  };
}

/// Takes the reports of several threads together in the order in which the threads ended, or up to a deadlock of
/// threads.
class gathered_reports {
public:
  explicit gathered_reports(std::size_t threads) : captures_(threads) {}

  /// The thread in \p seat reports to \p capture; null when it has ended.
  void capture_in(std::size_t seat, report_capture *capture) { captures_[seat] = capture; }

  void take(report_capture &capture) {
    for (report &made : capture.take())
      if (!closed_)
        reports_.push_back(std::move(made));
  }

  /// Takes what there is; what comes later is a consequence.
  void close() {
    for (report_capture *capture : captures_)
      if (capture)
        take(*capture);
    closed_ = true;
  }

  std::vector<report> result() { return std::move(reports_); }

private:
  std::vector<report_capture *> captures_;
  std::vector<report> reports_;
  bool closed_ = false;
};

run_once several_loops(const loops &made) {
  return [&made](run_choices &chosen, const bounds &within) {
    const std::vector<loop_program> programs = made();
    run_outcome outcome;
    gathered_reports gathered(programs.size());
    detail::baton turns([&](std::size_t options) { return chosen.choose(options); },
                        [&] {
                          gathered.close();
                          chosen.end();
                        });
    if (within.timers_may_overtake)
      turns.let_time_pass_any_time();
    std::vector<std::function<void()>> bodies;
    for (const loop_program &one : programs)
      bodies.emplace_back([&] {
        report_capture capture;
        gathered.capture_in(turns.seat(), &capture);
        sharing_driver drives(turns, chosen, within);
        run_outcome here;
        run_loop(one.main, {.drives = &drives, .name = one.name}, here);
        gathered.take(capture);
        gathered.capture_in(turns.seat(), nullptr);
        outcome.given_up = outcome.given_up || (here.given_up && !chosen.ended());
        if (outcome.error.empty() && !chosen.ended())
          outcome.error = here.error;
      });
    turns.run(bodies);
    outcome.reports = gathered.result();
    return outcome;
  };
}

run_outcome run_reduced(const program &made, detail::reduced_orders &orders, const bounds &within) {
  report_capture capture;
  orders.begin_run();
  reducing_driver drives(orders, within);
  run_outcome outcome;
  run_loop(made, {.drives = &drives}, outcome);
  outcome.reports = capture.take();
  outcome.schedule = text_of(orders.made());
  return outcome;
}

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
    run_outcome one = run_reduced(made, orders, within);
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
