#pragma once

#include "async/detail/baton.hpp"
#include "async/detail/read_log.hpp"

#include <concepts>
#include <functional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A value that tasks share, which notices lost updates.
///
/// write() says that the new value was computed from what the task has read last. When another task has changed the
/// value since then, its change is lost, and that is reported as `lost-update`, once for each read that was overtaken.
/// Not reported: what a task writes that has never read, changes of its own, writes of the value that is there
/// already (where T can be compared), and overwrite(), which says that the new value depends on nothing.
///
/// Code outside of tasks is watched only in that it overtakes. Belongs to the thread of one loop, except when several
/// loops are explored: then each access is a place where another thread may come first.
template <class T> class watched {
public:
  /// \p name tells the value from others in reports.
  explicit watched(T initial = T(), std::string_view name = {}) : value_(std::move(initial)), log_(name) {}
  watched(const watched &) = delete; // a task that has read this has not read a copy
  watched &operator=(const watched &) = delete;

  T read(std::source_location where = std::source_location::current()) {
    detail::scheduling_point();
    log_.note_read(where);
    return value_;
  }

  void write(T value, std::source_location where = std::source_location::current()) {
    detail::scheduling_point();
    log_.check_write(where);
    assign(std::move(value), where);
  }

  /// Forgets what was there.
  void overwrite(T value, std::source_location where = std::source_location::current()) {
    detail::scheduling_point();
    assign(std::move(value), where);
  }

  /// Replaces the value by change(value); nothing can come in between.
  template <std::invocable<const T &> F>
  void update(F change, std::source_location where = std::source_location::current()) {
    detail::scheduling_point();
    log_.note_read(where);
    assign(std::invoke(std::move(change), std::as_const(value_)), where);
  }

private:
  void assign(T value, std::source_location where) {
    log_.note_access();
    if constexpr (std::equality_comparable<T>)
      if (value == value_)
        return;
    value_ = std::move(value);
    log_.note_change(where);
  }

  T value_;
  detail::read_log log_;
};

} // namespace async
