#pragma once

#include "async/detail/baton.hpp"
#include "async/detail/thread_lock.hpp"

#include <concepts>
#include <mutex>
#include <source_location>
#include <string_view>
#include <type_traits>

namespace async {

/// A thread mutex that knows its holder: use it in place of \p Mutex, also with std::lock_guard and its like.
///
/// A task that suspends while it holds one is reported as `lock-held-across-suspension`, once for each locking: every
/// other task of its thread that locks the mutex would block the loop, and with it the holder. A thread that locks a
/// mutex which it holds is reported as `deadlock` and gets a deadlock_error instead of blocking indefinitely. When
/// several loops are explored, locking is a place where another thread may come first, and threads that wait for each
/// other are a `deadlock`.
///
/// May be used by any thread, in tasks and outside of them. As with every thread mutex, the thread that locks must
/// unlock.
template <class Mutex = std::mutex> class watched_mutex {
public:
  /// \p name identifies it in reports.
  explicit watched_mutex(std::string_view name = {}) : watch_(name, is_recursive) {}

  /// \throws deadlock_error
  void lock(std::source_location where = std::source_location::current()) {
    watch_.before_lock(where);
    if (!detail::baton_of_thread)
      mutex_.lock();
    watch_.locked(where);
  }

  bool try_lock(std::source_location where = std::source_location::current()) {
    if (!watch_.before_try_lock() || (!detail::baton_of_thread && !mutex_.try_lock()))
      return false;
    watch_.locked(where);
    return true;
  }

  /// \throws usage_error when this thread does not hold the mutex
  void unlock(std::source_location where = std::source_location::current()) {
    watch_.before_unlock(where);
    if (!detail::baton_of_thread)
      mutex_.unlock();
  }

private:
  static constexpr bool is_recursive =
      std::same_as<Mutex, std::recursive_mutex> || std::same_as<Mutex, std::recursive_timed_mutex>;

  Mutex mutex_; ///< not used in an exploration of several loops, where only one thread runs at a time
  detail::thread_lock watch_;
};

} // namespace async
