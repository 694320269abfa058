#include "reduction.hpp"

#include "async/detail/task_record.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace async::detail {

void reduced_orders::begin_run() {
  depth_ = 0;
  events_.clear();
  sleepers_.clear();
  made_.clear();
  cut_ = diverged_ = false;
  recorder_.reset();
  recorder_.emplace();
}

std::size_t reduced_orders::pick(const ready_tasks &ready, std::size_t count, bool time_may_pass) {
  wake_sleepers();
  std::vector<std::uint64_t> options;
  for (const task_record &task : ready)
    options.push_back(task.id);
  if (time_may_pass)
    options.push_back(no_task);
  const bool is_new = depth_ == places_.size();
  place &here = arrive(std::move(options));
  if (is_new) {
    for (const turn &sleeper : sleepers_)
      here.asleep.insert(sleeper.task);
    if (time_may_pass)
      for (std::size_t option = 0; option < here.options.size(); ++option)
        here.wanted.insert(option); // time comes between any two steps, and what it brings is not recorded
    while (here.chosen < here.options.size() && here.asleep.contains(here.options[here.chosen]))
      ++here.chosen;
    if (here.chosen == here.options.size()) {
      places_.pop_back();
      --depth_;
      cut_ = true;
      throw out_of_steps();
    }
    here.wanted.insert(here.chosen);
  }
  sleepers_.insert(sleepers_.end(), here.tried_turns.begin(), here.tried_turns.end());
  if (here.options.size() > 1)
    made_.push_back(static_cast<std::uint16_t>(here.chosen));
  begin_event(here.options[here.chosen], depth_ - 1);
  if (here.chosen < count)
    ready.at(here.chosen).control.changed();
  else
    touch_everything();
  return here.chosen;
}

std::size_t reduced_orders::choose(std::size_t options) {
  const bool is_new = depth_ == places_.size();
  place &here = arrive(std::vector<std::uint64_t>(options, no_task));
  if (is_new)
    for (std::size_t option = 0; option < options; ++option)
      here.wanted.insert(option);
  made_.push_back(static_cast<std::uint16_t>(here.chosen));
  return here.chosen;
}

void reduced_orders::time_passes() {
  wake_sleepers();
  begin_event(no_task, nowhere);
  touch_everything();
}

bool reduced_orders::next() {
  recorder_.reset();
  find_races();
  for (; !places_.empty(); places_.pop_back()) {
    place &latest = places_.back();
    const std::size_t at = places_.size() - 1;
    const auto turn_here =
        std::find_if(events_.begin(), events_.end(), [at](const event &past) { return past.at == at; });
    if (turn_here != events_.end() && turn_here->task != no_task)
      latest.tried_turns.push_back({turn_here->task, std::move(turn_here->step)});
    if (latest.try_next())
      return true;
  }
  return false;
}

bool reduced_orders::place::try_next() {
  tried.insert(chosen);
  for (const std::size_t option : wanted)
    if (!tried.contains(option) && (options[option] == no_task || !asleep.contains(options[option]))) {
      chosen = option;
      return true;
    }
  return false;
}

reduced_orders::place &reduced_orders::arrive(std::vector<std::uint64_t> options) {
  if (depth_ == places_.size())
    places_.push_back(
        {.options = std::move(options), .chosen = 0, .wanted = {}, .tried = {}, .tried_turns = {}, .asleep = {}});
  else if (places_[depth_].options != options) {
    diverged_ = true;
    throw out_of_steps();
  }
  return places_[depth_++];
}

void reduced_orders::wake_sleepers() {
  if (!events_.empty())
    std::erase_if(sleepers_, [this](const turn &sleeper) { return sleeper.step.conflicts_with(events_.back().step); });
}

void reduced_orders::begin_event(std::uint64_t task, std::size_t at) {
  events_.push_back({task, at, {}});
  recorder_->begin(events_.back().step, task);
}

void reduced_orders::find_races() {
  // before[j][i]: i comes before j in every order that is equivalent to this one.
  std::vector<std::vector<bool>> before(events_.size(), std::vector<bool>(events_.size(), false));
  for (std::size_t second = 0; second < events_.size(); ++second)
    for (std::size_t first = second; first-- > 0;) {
      if (before[second][first] || !events_[first].step.conflicts_with(events_[second].step))
        continue;
      for (std::size_t earlier = 0; earlier < first; ++earlier)
        if (before[first][earlier])
          before[second][earlier] = true;
      before[second][first] = true;
      // Without overtaking, time passes when no task is ready: there is no other way round.
      const bool could_be_reversed = events_[second].at != nowhere || overtake_;
      if (events_[first].at != nowhere && events_[first].task != events_[second].task && could_be_reversed)
        want_reversed(first, second, before);
    }
  // The end of the main task ends the run, and what other tasks would have done is not known.
  if (!cut_ && !events_.empty() && events_.back().at != nowhere) {
    place &last = places_[events_.back().at];
    for (std::size_t option = 0; option < last.options.size(); ++option)
      last.wanted.insert(option);
  }
}

void reduced_orders::want_reversed(std::size_t first, std::size_t second,
                                   const std::vector<std::vector<bool>> &before) {
  std::size_t initial = first + 1;
  while (initial < second && before[initial][first])
    ++initial;
  place &here = places_[events_[first].at];
  const auto option = std::find(here.options.begin(), here.options.end(), events_[initial].task);
  // Not ready there: its readiness comes from the first step, so there is no other way round.
  if (option != here.options.end())
    here.wanted.insert(static_cast<std::size_t>(std::distance(here.options.begin(), option)));
}

} // namespace async::detail
