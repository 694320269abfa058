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

/// Lets several threads run one at a time, and chooses which comes next wherever one of them calls point(): so what
/// threads do becomes a matter of choice, like the order of tasks in one loop. They share one virtual clock.
class baton {
public:
  using chooser = std::function<std::size_t(std::size_t options)>;

  /// What a thread waits for.
  struct waiting {
    const thread_lock *wanted = nullptr; ///< null when it does not wait
    std::string task{};
    std::source_location where{};
  };

  /// \p choose is asked which of several threads comes next; 0 is the one that runs, or else the one after it.
  /// \p given_up is called when give_up() is, once.
  baton(chooser choose, std::function<void()> given_up)
      : choose_(std::move(choose)), when_given_up_(std::move(given_up)) {}
  baton(const baton &) = delete; // seats point here
  baton &operator=(const baton &) = delete;

  /// With this, time may pass although threads are able to run.
  void let_time_pass_any_time() noexcept { time_passes_any_time_ = true; }

  /// Runs each of \p bodies on a thread of its own until all have returned. They must not throw.
  void run(const std::vector<std::function<void()>> &bodies);

  // What follows is called by the threads, of which one runs at a time.

  /// Another thread may run before this one goes on.
  void point();

  /// Lets other threads run until the clock shows \p until. Time passes when no other can run.
  void sleep_until(time_point until);

  /// Lets other threads run until the lock has no holder. False when that will not be, because no other can run, or
  /// after give_up().
  bool wait_until_free(waiting what);

  time_point now() const noexcept { return now_; }

  /// The threads have come to an end they cannot leave: none waits for a lock any longer.
  void give_up();

  /// The seat of this thread; they are numbered like the bodies.
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
  std::mutex lock_; ///< of turn_, as far as threads wait for it; all the rest belongs to whose turn it is
  std::vector<std::unique_ptr<seat_state>> seats_;
  std::size_t turn_ = 0;
  time_point now_;
  bool time_passes_any_time_ = false;
  bool no_thread_waits_for_locks_ = false;
  bool given_up_ = false;
};

/// The baton of this thread; null outside of explorations of several loops.
inline thread_local constinit baton *baton_of_thread = nullptr;

/// Called before everything that other threads could see or do first.
inline void scheduling_point() {
  if (baton_of_thread)
    baton_of_thread->point();
}

} // namespace async::detail
