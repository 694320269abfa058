#pragma once

#include "async/timer.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace async::detail {

class thread_lock;

/// Runs several threads one at a time, and chooses the next one wherever a thread calls point(): so the interleaving of
/// threads is a sequence of choices, like the order of tasks in one loop. The threads share one virtual clock.
class baton {
public:
  using chooser = std::function<std::size_t(std::size_t options)>;

  /// The lock that a thread waits for.
  struct waiting {
    const thread_lock *wanted = nullptr; ///< null when it does not wait
    std::string task{};
    std::source_location where{};
  };

  /// \p choose selects the next of several threads; 0 is the running one, or else the one after it. \p given_up is
  /// called once, by give_up().
  baton(chooser choose, std::function<void()> given_up)
      : choose_(std::move(choose)), when_given_up_(std::move(given_up)) {}
  baton(const baton &) = delete; // seats point here
  baton &operator=(const baton &) = delete;

  /// From now on time may pass although threads are able to run.
  void let_time_pass_any_time() noexcept { time_passes_any_time_ = true; }

  /// Runs each of \p bodies on a thread of its own until all have returned. They must not throw.
  void run(const std::vector<std::function<void()>> &bodies);

  // What follows is called by the threads, of which one runs at a time.

  /// Another thread may run before this one goes on.
  void point();

  /// Lets other threads run until the clock shows \p until. Time passes when no other thread can run.
  void sleep_until(time_point until);

  /// Lets other threads run until the lock has no holder. False when that can never happen because no other thread can
  /// run, or after give_up().
  bool wait_until_free(waiting what);

  time_point now() const noexcept { return now_; }

  /// Called when the threads are deadlocked: ends all waits for locks.
  void give_up();

  /// The index of this thread, which is the index of its body.
  std::size_t seat() const noexcept { return turn_; }
  const waiting &waiting_in(std::size_t seat) const noexcept { return seats_[seat]->waits; }
  bool ended(std::size_t seat) const noexcept { return seats_[seat]->ended; }

private:
  struct seat_state {
    std::condition_variable called;
    time_point asleep_until;
    waiting waits;
    bool ended = false;
  };

  bool awake(const seat_state &one) const noexcept;
  /// Which threads may run, from the present turn on.
  std::vector<std::size_t> able_to_run() const;
  /// Chooses the next turn. False when no thread can run.
  bool choose_turn();
  /// Gives up the thread's turn until it comes again.
  void pass_on();
  void thread_main(std::size_t seat, const std::function<void()> &body);

  chooser choose_;
  std::function<void()> when_given_up_;
  std::mutex lock_; ///< protects turn_ where threads wait for it; the other members belong to the thread with the turn
  std::vector<std::unique_ptr<seat_state>> seats_;
  std::size_t turn_ = 0;
  time_point now_;
  bool time_passes_any_time_ = false;
  bool no_thread_waits_for_locks_ = false;
  bool given_up_ = false;
};

/// The baton of this thread; null outside of explorations of several loops.
inline thread_local constinit baton *baton_of_thread = nullptr;

/// Called before every operation that other threads may observe or do first.
inline void scheduling_point() {
  if (baton_of_thread)
    baton_of_thread->point();
}

} // namespace async::detail
