#include "async/detail/baton.hpp"

#include "async/detail/thread_lock.hpp"

#include <algorithm>
#include <thread>

namespace async::detail {

namespace {

/// A turn that no seat has: all threads have ended.
constexpr auto no_turn = static_cast<std::size_t>(-1);

} // namespace

void baton::run(const std::vector<std::function<void()>> &bodies) {
  if (bodies.empty())
    return;
  for (std::size_t seat = 0; seat < bodies.size(); ++seat)
    seats_.push_back(std::make_unique<seat_state>());
  turn_ = no_turn;
  std::vector<std::thread> threads;
  for (std::size_t seat = 0; seat < bodies.size(); ++seat)
    threads.emplace_back([this, seat, &bodies] { thread_main(seat, bodies[seat]); });
  {
    const std::lock_guard locked(lock_);
    choose_turn();
    seats_[turn_]->called.notify_one();
  }
  for (std::thread &one : threads)
    one.join();
}

void baton::thread_main(std::size_t seat, const std::function<void()> &body) {
  seat_state &mine = *seats_[seat];
  {
    std::unique_lock locked(lock_);
    mine.called.wait(locked, [&] { return turn_ == seat; });
  }
  baton_of_thread = this;
  body();
  baton_of_thread = nullptr;
  const std::lock_guard locked(lock_);
  mine.ended = true;
  if (!choose_turn()) {
    // Those that are left wait for locks that no thread will release.
    no_thread_waits_for_locks_ = true;
    if (!choose_turn()) {
      turn_ = no_turn;
      return;
    }
  }
  seats_[turn_]->called.notify_one();
}

bool baton::awake(const seat_state &one) const noexcept {
  if (one.ended)
    return false;
  if (one.waits.wanted)
    return no_thread_waits_for_locks_ || !one.waits.wanted->held_by_thread();
  return one.asleep_until <= now_;
}

std::vector<std::size_t> baton::able_to_run() const {
  std::vector<std::size_t> able;
  std::vector<std::size_t> asleep;
  const std::size_t first = turn_ == no_turn ? 0 : turn_;
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    const std::size_t seat = (first + i) % seats_.size();
    const seat_state &one = *seats_[seat];
    if (awake(one))
      able.push_back(seat);
    else if (!one.ended && !one.waits.wanted)
      asleep.push_back(seat);
  }
  if (!able.empty() && !time_passes_any_time_)
    return able;
  time_point earliest = time_point::max();
  for (const std::size_t seat : asleep)
    earliest = std::min(earliest, seats_[seat]->asleep_until);
  for (const std::size_t seat : asleep)
    if (seats_[seat]->asleep_until == earliest)
      able.push_back(seat);
  return able;
}

bool baton::choose_turn() {
  const std::vector<std::size_t> able = able_to_run();
  if (able.empty())
    return false;
  turn_ = able[able.size() > 1 ? choose_(able.size()) : 0];
  now_ = std::max(now_, seats_[turn_]->asleep_until);
  return true;
}

void baton::pass_on() {
  std::unique_lock locked(lock_);
  const std::size_t mine = turn_;
  if (!choose_turn() || turn_ == mine)
    return;
  seats_[turn_]->called.notify_one();
  seats_[mine]->called.wait(locked, [&] { return turn_ == mine; });
}

void baton::point() { pass_on(); }

void baton::sleep_until(time_point until) {
  seats_[turn_]->asleep_until = until;
  pass_on();
}

bool baton::wait_until_free(waiting what) {
  seat_state &mine = *seats_[turn_];
  mine.waits = std::move(what);
  pass_on();
  const thread_lock &wanted = *std::exchange(mine.waits, {}).wanted;
  return !no_thread_waits_for_locks_ && !wanted.held_by_thread();
}

void baton::give_up() {
  no_thread_waits_for_locks_ = true;
  if (!std::exchange(given_up_, true))
    when_given_up_();
}

} // namespace async::detail
