#pragma once

#include "async/detail/intrusive_list.hpp"
#include "async/detail/task_record.hpp"
#include "async/report.hpp"

#include <atomic>
#include <cstddef>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async::detail {

struct in_held_locks;

/// The number of thread locks that this thread holds. The loop tests it whenever a task suspends.
inline thread_local constinit std::size_t held_lock_count = 0;

/// The state of one thread mutex: its holder, and where it was locked.
class thread_lock : private link<in_held_locks> {
public:
  thread_lock(std::string_view name, bool recursive) : name_(name), recursive_(recursive) {}
  thread_lock(const thread_lock &) = delete; // the list of its holder points here
  thread_lock &operator=(const thread_lock &) = delete;
  ~thread_lock();

  /// Returns when this thread may lock the mutex. \throws deadlock_error, after the report, when it never may
  void before_lock(std::source_location where);
  /// Whether this thread may try to lock: not if it holds the mutex, unless the mutex is recursive. In an exploration
  /// of several loops this is the result of try_lock.
  bool before_try_lock();
  /// The mutex was locked.
  void locked(std::source_location where);
  /// \throws usage_error when this thread does not hold the mutex
  void before_unlock(std::source_location where);

  /// Some thread holds it.
  bool held_by_thread() const noexcept { return thread_.load(std::memory_order_relaxed) != nullptr; }
  bool held_by_this_thread() const noexcept;

  std::string description() const;

private:
  template <class, class> friend class intrusive_list;
  friend void report_held_locks(const task_record &suspended);

  /// A place in the user's code, even when a lock guard of the standard library has made the call.
  std::source_location place_of(std::source_location where) const;
  /// The cycle that this thread closes if it waits for this; empty when it closes none.
  std::vector<wait_edge> cycle_closed_at(std::source_location where) const;
  [[noreturn]] void refuse(std::string message, std::vector<wait_edge> cycle, std::source_location where);

  std::string name_;
  bool recursive_;
  std::atomic<const void *> thread_ = nullptr; ///< an address that identifies the thread
  // What follows belongs to the thread that holds this.
  std::size_t depth_ = 0;
  std::optional<std::size_t> seat_; ///< of that thread, in an exploration
  record_ref<task_record> task_;    ///< the task that locked it; none outside of tasks
  std::source_location since_;
  bool reported_ = false; ///< already reported as held across a suspension
};

/// \p suspended has just suspended: reports the locks that it holds.
void report_held_locks(const task_record &suspended);

} // namespace async::detail
