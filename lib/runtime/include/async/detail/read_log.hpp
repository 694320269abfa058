#pragma once

#include "async/detail/task_record.hpp"

#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async::detail {

/// Records which tasks have read a value, and whether another task has changed it since.
class read_log {
public:
  explicit read_log(std::string_view name) : name_(name) {}

  /// The running task has read the value.
  void note_read(std::source_location where);

  /// The running task writes a value that it has computed from its latest read: reports `lost-update` when another task
  /// has changed the value since.
  void check_write(std::source_location where);

  /// Call before the value is replaced, even by an equal one.
  void note_access() const noexcept { shared_.changed(); }

  /// The running task has changed the value: the reads of all other tasks are out of date.
  void note_change(std::source_location where);

private:
  struct read {
    record_ref<task_record> reader;
    std::source_location where;
    std::optional<std::source_location> overtaken_at{};
    std::string overtaken_by{}; ///< "task 'name'"
  };

  /// The latest read of \p task, or null.
  read *latest_of(const task_record *task) noexcept;

  std::string name_;
  shared_object shared_;    ///< the value and the tasks that have read it
  std::vector<read> reads_; ///< the latest of each task that has not ended
};

} // namespace async::detail
