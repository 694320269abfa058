#pragma once

#include "async/detail/baton.hpp"
#include "async/detail/read_log.hpp"

#include <concepts>
#include <functional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A value shared by tasks that detects lost updates.
///
/// write() means that the new value was computed from the task's latest read. When another task has changed the value
/// since then, its change is lost, and that is reported as `lost-update`, once for each such read. Not reported: writes
/// of a task that has never read, the task's own changes, writes of an equal value (where T can be compared), and
/// overwrite(), for values that do not depend on the old one.
///
/// Code outside of tasks only counts as changing the value. Belongs to the thread of one loop, except when several
/// loops are explored: then each access is a place where another thread may come first.
template <class T> class watched {
public:
  /// \p name identifies the value in reports.
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

  /// Replaces the value, independently of the old one.
  void overwrite(T value, std::source_location where = std::source_location::current()) {
    detail::scheduling_point();
    assign(std::move(value), where);
  }

  /// Replaces the value by change(value), atomically.
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
