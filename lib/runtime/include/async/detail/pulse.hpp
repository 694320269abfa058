#pragma once

#include "async/timer.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <pthread.h>

namespace async::detail {

/// The state of a loop that other threads may read: its thread, and the number and start of the current step.
class pulse {
public:
  /// Called before and after each task runs. Costs a test when it is not watched.
  void beat() noexcept {
    if (watched_)
      note_beat();
  }

  /// Must be called by the loop's thread, outside of tasks.
  void be_watched() noexcept {
    since_.store(steady_now(), std::memory_order_relaxed);
    watched_ = true;
  }

  /// The number of beats so far. Odd while a task runs.
  std::uint64_t beats() const noexcept { return beats_.load(std::memory_order_acquire); }

  /// The time of the latest beat, which may be later than the one that beats() has counted.
  time_point since() const noexcept { return time_point(duration(since_.load(std::memory_order_relaxed))); }

  pthread_t thread() const noexcept { return thread_; }

private:
  static duration::rep steady_now() noexcept {
    return std::chrono::duration_cast<duration>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }

  void note_beat() noexcept {
    since_.store(steady_now(), std::memory_order_relaxed);
    beats_.store(beats_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  const pthread_t thread_ = pthread_self();
  bool watched_ = false;
  std::atomic<std::uint64_t> beats_ = 0;
  std::atomic<duration::rep> since_ = 0;
};

} // namespace async::detail
