#include "async/task_group.hpp"

#include "async/errors.hpp"

namespace async {

namespace {

std::string sentence_of(const std::vector<group_error::failure> &failures) {
  std::string text =
      failures.size() == 1 ? "a task of a group failed" : std::to_string(failures.size()) + " tasks of a group failed";
  const char *separator = ": ";
  for (const group_error::failure &one : failures) {
    text.append(separator).append(one.task).append(": ").append(detail::sentence_of(one.error));
    separator = "; ";
  }
  return text;
}

} // namespace

group_error::group_error(std::vector<failure> failures)
    : runtime_error(sentence_of(failures)), failures_(std::move(failures)) {}

task_group::task_group(std::source_location where)
    : children("task group", released_by::every_holder, where), shields_(parent().shields) {}

void task_group::body_failed() {
  try {
    throw;
  } catch (const cancelled &) {
    cancellation_ = std::current_exception();
  } catch (...) {
    failures_.push_back({parent().name, std::current_exception()});
  }
  decide();
}

task<> task_group::finish() {
  body_runs_ = false;
  parent().forget(this);
  try {
    co_await join(where());
  } catch (const cancelled &) {
    cancellation_ = std::current_exception();
  }
  if (!failures_.empty() && cancellation_)
    detail::put_back(cancellation_);
  if (!failures_.empty())
    throw group_error(std::move(failures_));
  if (cancellation_)
    std::rethrow_exception(std::move(cancellation_));
}

void task_group::child_ended(detail::task_record &ended) noexcept {
  if (ended.ended != detail::task_record::outcome::failed)
    return;
  failures_.push_back({ended.name, ended.failure()});
  decide();
  if (body_runs_ && failures_.size() == 1)
    parent().cancel(this, shields_);
}

} // namespace async
