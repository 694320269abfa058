#pragma once

#include <chrono>
#include <cstdint>
#include <set>

namespace async {

using duration = std::chrono::nanoseconds;
/// A time of the loop's clock: the steady clock, or a virtual one that starts at the epoch.
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

/// An action of a loop at a given time. The code that arms it owns the object, and may destroy it while it is armed.
class timer {
public:
  timer() noexcept = default;
  timer(const timer &) = delete; // its list points here
  timer &operator=(const timer &) = delete;

  bool armed() const noexcept { return list_ != nullptr; }
  time_point deadline() const noexcept { return deadline_; }
  void disarm() noexcept;

protected:
  ~timer() { disarm(); }

private:
  friend class timer_list;

  /// Runs in the loop's thread, outside of any task, with the timer disarmed.
  virtual void fire() noexcept = 0;

  /// Whether fire() only makes a task ready: then the order of such timers with equal deadlines is not a choice in
  /// exploration, because the order of ready tasks is one.
  virtual bool only_wakes() const noexcept { return false; }

  class timer_list *list_ = nullptr;
  time_point deadline_;
  std::uint64_t sequence_ = 0;
  bool only_wakes_ = false; ///< the value when it was armed
};

/// The armed timers of a loop, in order of deadline and, for equal deadlines, of arming.
class timer_list {
public:
  timer_list() = default;
  timer_list(const timer_list &) = delete; // armed timers point here
  timer_list &operator=(const timer_list &) = delete;
  ~timer_list();

  /// \pre \p added is not armed
  void arm(timer &added, time_point deadline);

  bool empty() const noexcept { return armed_.empty(); }

  /// \pre not empty
  time_point next_deadline() const noexcept { return (*armed_.begin())->deadline_; }

  /// Fires all timers with a deadline not after \p now, in order of deadline. Among equal deadlines, \p choose(n)
  /// selects the next of n; it is called only where the order can matter.
  template <class Choose> void fire_due(time_point now, Choose choose) {
    while (!empty() && next_deadline() <= now) {
      const std::size_t ties = count_choices();
      fire(ties > 1 ? choose(ties) : 0);
    }
  }

private:
  friend class timer;

  struct earlier {
    bool operator()(const timer *left, const timer *right) const noexcept {
      return left->deadline_ != right->deadline_ ? left->deadline_ < right->deadline_
                                                 : left->sequence_ < right->sequence_;
    }
  };

  /// The number of timers among which the choice of the first matters.
  std::size_t count_choices() const noexcept;
  void fire(std::size_t index) noexcept;

  std::set<timer *, earlier> armed_;
  std::size_t mattering_ = 0; ///< the armed timers that do more than wake a task
  std::uint64_t sequence_ = 0;
};

} // namespace async
