#pragma once

#include "async/timer.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <pthread.h>

namespace async::detail {

/// What other threads may see of a loop: whose thread it is, and since when which step has lasted.
class pulse {
public:
  /// Called before and after each task runs. Costs a test when it is not watched.
  void beat() noexcept {
    if (watched_)
      note_beat();
  }

  /// To be called by the loop's thread, outside of tasks.
  void be_watched() noexcept {
    since_.store(steady_now(), std::memory_order_relaxed);
    watched_ = true;
  }

  /// How many beats there were. Odd while a task runs.
  std::uint64_t beats() const noexcept { return beats_.load(std::memory_order_acquire); }

  /// When the latest beat came; may be that of a later one than beats() was asked about.
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
