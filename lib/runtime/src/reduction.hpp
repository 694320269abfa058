#pragma once

#include "async/detail/footprint.hpp"
#include "async/driver.hpp"
#include "schedule.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <vector>

namespace async::detail {

/// Goes through the orders of a program depth first, leaving out those that differ from another only in the order of
/// steps that do not conflict.
///
/// Two methods work together. *Races*: at first one task is tried wherever several are ready; another one is added only
/// where a run shows two steps of different tasks that conflict and could have come the other way round (source sets,
/// after Abdulla, Aronis, Jonsson and Sagonas). *Sleep sets*: a task whose turn at some place has been tried is not
/// chosen after that place until a step has run that conflicts with that turn.
class reduced_orders {
public:
  /// \p timers_may_overtake as in bounds.
  explicit reduced_orders(bool timers_may_overtake) : overtake_(timers_may_overtake) {}

  void begin_run();

  /// The driver's pick(). \throws out_of_steps when whatever comes next has been seen in another order
  std::size_t pick(const ready_tasks &ready, std::size_t count, bool time_may_pass);
  /// One of several timers that fire now.
  std::size_t choose(std::size_t options);
  /// No task is ready, and time passes.
  void time_passes();

  /// Whether the run came to nothing that is new.
  bool cut() const noexcept { return cut_; }
  /// Whether the program did not do again what it had done before.
  bool diverged() const noexcept { return diverged_ || depth_ < places_.size(); }
  /// What the run chose wherever there was more than one possibility.
  const choices &made() const noexcept { return made_; }

  /// The run is over: goes on to the next order; false when there are no more.
  bool next();

private:
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
  static constexpr std::uint64_t no_task = 0; ///< time, or timers

  struct turn {
    std::uint64_t task;
    footprint step;
  };

  /// Where something was chosen; also if there was one possibility only.
  struct place {
    std::vector<std::uint64_t> options; ///< tasks, in the order of the ready list; no_task for time or a timer
    std::size_t chosen;
    std::set<std::size_t> wanted;   ///< options that are to be tried, or have been
    std::set<std::size_t> tried;    ///< without the chosen one
    std::vector<turn> tried_turns;  ///< of tasks
    std::set<std::uint64_t> asleep; ///< tasks that need not be tried here

    bool try_next();
  };

  struct event {
    std::uint64_t task;
    std::size_t at; ///< its place, or nowhere
    footprint step;
  };

  place &arrive(std::vector<std::uint64_t> options);
  void wake_sleepers();
  void begin_event(std::uint64_t task, std::size_t at);
  void find_races();
  void want_reversed(std::size_t first, std::size_t second, const std::vector<std::vector<bool>> &before);

  bool overtake_;
  std::vector<place> places_;
  // of the run
  std::size_t depth_ = 0;
  std::deque<event> events_;
  std::vector<turn> sleepers_;
  std::optional<step_recorder> recorder_;
  choices made_;
  bool cut_ = false;
  bool diverged_ = false;
};

} // namespace async::detail
