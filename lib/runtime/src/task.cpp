#include "async/task.hpp"

#include "async/scheduler.hpp"
#include "async/spawn.hpp"

#include <exception>
#include <string>

namespace async::detail {

void frame::note_creation() {
  auto calls = std::make_unique<native_stack>();
  calls->take(1); // the coroutine comes first, for its promise is made inside of it
  made_in = std::move(calls);
}

void report_never_awaited(const frame &never_started) noexcept {
  if (std::uncaught_exceptions() > 0 || never_started.wraps_tasks)
    return;
  const bool made_by_library = never_started.made_at.line() != 0;
  emit({.kind = report_kind::never_awaited,
        .message =
            "a task was made but never awaited, so it never ran: " + std::string(never_started.created.function_name()),
        .where = made_by_library ? never_started.made_at : never_started.created,
        .native = never_started.made_in ? never_started.made_in->describe() : std::vector<std::string>()});
}

std::exception_ptr refuse_spent(std::source_location where) {
  const std::string sentence = "a task was awaited after it had been awaited, spawned or moved from";
  emit({.kind = report_kind::awaited_twice, .message = sentence, .where = where});
  return std::make_exception_ptr(reported_usage_error(sentence, where));
}

std::exception_ptr refuse_empty(std::source_location where) {
  return std::make_exception_ptr(usage_error("an empty task was awaited: it never had a coroutine", where));
}

std::source_location place_of_await() noexcept { return scheduler::current()->running()->leaf->awaiting; }

std::source_location place_of_caller() noexcept {
  const task_record &task = *scheduler::current()->running();
  return task.leaf->caller ? task.leaf->caller->awaiting : task.spawned_at;
}

void check_joined(task_record &ended, std::source_location where) {
  ended.joiners.changed();
  if (ended.owner == task_record::handle_fate::taken) {
    const std::string sentence = "the result of " + ended.description() + " was taken before";
    emit({.kind = report_kind::awaited_twice, .message = sentence, .where = where});
    throw reported_usage_error(sentence, where);
  }
  ended.owner = task_record::handle_fate::taken;
  if (ended.ended == task_record::outcome::cancelled)
    throw task_cancelled(ended.description() + " was cancelled");
}

} // namespace async::detail
