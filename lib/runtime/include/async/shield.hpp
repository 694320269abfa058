#pragma once

#include "async/detail/task_record.hpp"
#include "async/scheduler.hpp"
#include "async/task.hpp"

#include <source_location>
#include <utility>

namespace async {

namespace detail {

/// During its lifetime, requests from outside of it to cancel \p task stay pending.
class shield_guard {
public:
  explicit shield_guard(task_record &task) noexcept : task_(task) { ++task_.shields; }
  shield_guard(const shield_guard &) = delete;
  shield_guard &operator=(const shield_guard &) = delete;
  ~shield_guard() { task_.leave_shield(); }

private:
  task_record &task_;
};

template <class T> task<T> run_shielded(task<T> work) {
  const shield_guard shield(*scheduler::current()->running());
  co_return co_await std::move(work);
}

} // namespace detail

/// `co_await shield(work)` runs \p work in this task to its end. A cancellation that is requested meanwhile is
/// delivered at the first suspension point after it. Timeouts and task groups inside of \p work cancel as usual.
template <class T> task<T> shield(task<T> work, std::source_location where = std::source_location::current()) {
  return detail::run_shielded(std::move(work)).made_at(where).wrapping_tasks();
}

} // namespace async
