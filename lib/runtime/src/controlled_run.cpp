#include "controlled_run.hpp"

#include "async/detail/baton.hpp"
#include "async/driver.hpp"
#include "async/errors.hpp"
#include "async/run.hpp"

#include <optional>
#include <utility>

namespace async::detail {

namespace {

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
  reducing_driver(reduced_orders &orders, const bounds &within)
      : orders_(orders), within_(within), steps_left_(within.steps) {}

  std::size_t pick(const ready_tasks &ready, std::size_t count, bool time_may_pass) override {
    return orders_.pick(ready, count, time_may_pass);
  }
  std::size_t choose(std::size_t options) override { return orders_.choose(options); }
  bool timers_may_overtake() const noexcept override { return within_.timers_may_overtake; }
  bool every_step_is_a_round() const noexcept override { return true; }

  void before_step() override {
    if (steps_left_-- == 0)
      throw out_of_steps();
  }

  void idle(std::optional<time_point> until) override {
    if (recording)
      orders_.time_passes();
    virtual_time_driver::idle(until);
  }

private:
  reduced_orders &orders_;
  const bounds &within_;
  std::size_t steps_left_;
};

/// One of several loops, which take turns and share one clock.
class sharing_driver final : public driver {
public:
  sharing_driver(baton &turns, run_choices &chosen, const bounds &within)
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
  baton &turns_;
  run_choices &chosen_;
  const bounds &within_;
};

/// Runs one loop and notes in \p outcome how it ended.
void run_loop(const program &main, const run_options &options, run_outcome &outcome) {
  try {
    run(main(), options);
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

} // namespace

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

run_once several_loops(const loops &made) {
  return [&made](run_choices &chosen, const bounds &within) {
    const std::vector<loop_program> programs = made();
    run_outcome outcome;
    gathered_reports gathered(programs.size());
    baton turns([&](std::size_t options) { return chosen.choose(options); },
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

run_outcome run_reduced(const program &made, reduced_orders &orders, const bounds &within) {
  report_capture capture;
  orders.begin_run();
  reducing_driver drives(orders, within);
  run_outcome outcome;
  run_loop(made, {.drives = &drives}, outcome);
  outcome.reports = capture.take();
  outcome.schedule = text_of(orders.made());
  return outcome;
}

} // namespace async::detail
