#include "async/explore.hpp"

#include "async/driver.hpp"
#include "async/errors.hpp"
#include "async/run.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <queue>
#include <source_location>

namespace async {

namespace {

using choices = std::vector<std::uint16_t>;

/// Thrown out of a run that has taken all the steps it may.
struct out_of_steps {};

/// Takes the first choices of a run from a list and 0 for the rest, and notes how many options there were each time.
class scheduled_driver final : public virtual_time_driver {
public:
  scheduled_driver(const choices &script, const bounds &within) : script_(script), within_(within) {}

  std::size_t choose(std::size_t options) override {
    const std::size_t at = options_.size();
    options_.push_back(static_cast<std::uint16_t>(options));
    if (at >= script_.size())
      return 0;
    if (script_[at] >= options)
      diverged_ = true;
    return diverged_ ? 0 : script_[at];
  }

  bool timers_may_overtake() const noexcept override { return within_.timers_may_overtake; }

  void before_step() override {
    if (++steps_ > within_.steps)
      throw out_of_steps();
  }

  const choices &options() const noexcept { return options_; }

  /// Whether the program had other choices than those the list was made for.
  bool diverged() const noexcept { return diverged_ || options_.size() < script_.size(); }

private:
  const choices &script_;
  const bounds &within_;
  choices options_;
  std::size_t steps_ = 0;
  bool diverged_ = false;
};

struct scheduled_run {
  run_outcome outcome;
  choices options;
  bool diverged;
};

std::string text_of(const choices &made) {
  std::string text;
  for (const std::uint16_t choice : made)
    text += (text.empty() ? "" : ".") + std::to_string(choice);
  return text;
}

choices choices_of(std::string_view schedule) {
  choices made;
  const char *at = schedule.data();
  const char *const end = at + schedule.size();
  while (at != end) {
    std::uint16_t choice = 0;
    const auto [after, error] = std::from_chars(at, end, choice);
    if (error != std::errc() || (after != end && (*after != '.' || after + 1 == end)))
      throw usage_error("not a schedule, which is numbers separated by dots: " + std::string(schedule),
                        std::source_location::current());
    made.push_back(choice);
    at = after == end ? end : after + 1;
  }
  return made;
}

scheduled_run run_under(const program &made, const choices &script, const bounds &within) {
  report_capture capture;
  scheduled_driver drives(script, within);
  run_outcome outcome;
  outcome.schedule = text_of(script);
  try {
    run(made(), {.drives = &drives});
  } catch (const out_of_steps &) {
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
  outcome.reports = capture.take();
  return {std::move(outcome), drives.options(), drives.diverged()};
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

} // namespace

exploration explore(const program &made, bounds within) {
  exploration found;
  found.exhaustive = true;
  std::priority_queue<branching_run, std::vector<branching_run>, longer_branch> open;
  choices script;
  for (;;) {
    scheduled_run one = run_under(made, script, within);
    ++found.runs;
    if (one.diverged)
      throw usage_error("the program does not repeat itself: it had other choices when schedule '" + text_of(script) +
                            "' was run than before",
                        std::source_location::current());
    found.exhaustive = found.exhaustive && !one.outcome.given_up;
    for (const report &made_here : one.outcome.reports)
      found.kinds.insert(made_here.kind);
    found.failed_runs += one.outcome.failed() ? 1 : 0;
    if (one.outcome.failed() && !found.failure)
      found.failure = std::move(one.outcome);
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

run_outcome replay(const program &made, std::string_view schedule, bounds within) {
  const choices script = choices_of(schedule);
  scheduled_run one = run_under(made, script, within);
  if (one.diverged)
    throw usage_error("schedule '" + std::string(schedule) + "' is not one of this program",
                      std::source_location::current());
  return std::move(one.outcome);
}

} // namespace async
