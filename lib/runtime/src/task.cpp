#include "async/task.hpp"

#include "async/scheduler.hpp"
#include "async/spawn.hpp"

#include <exception>
#include <string>

namespace async::detail {

void report_never_awaited(const frame &never_started) noexcept {
  if (std::uncaught_exceptions() > 0)
    return;
  emit({.kind = report_kind::never_awaited,
        .message =
            "a task was made but never awaited, so it never ran: " + std::string(never_started.created.function_name()),
        .where = never_started.created});
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

void check_joined(task_record &ended, std::source_location where) {
  if (ended.owner == task_record::ownership::taken) {
    const std::string sentence = "the result of " + ended.description() + " was taken before";
    emit({.kind = report_kind::awaited_twice, .message = sentence, .where = where});
    throw reported_usage_error(sentence, where);
  }
  ended.owner = task_record::ownership::taken;
  if (ended.ended == task_record::outcome::cancelled)
    throw task_cancelled(ended.description() + " was cancelled");
}

} // namespace async::detail
