#include "async/detail/task_record.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace async::detail {

namespace {

const char *name_of(task_record::state at) noexcept {
  switch (at) {
  case task_record::state::ready:
    return "ready";
  case task_record::state::running:
    return "running";
  case task_record::state::waiting:
    return "waiting";
  case task_record::state::finished:
    return "finished";
  }
  return "";
}

std::string sentence_of(const std::exception_ptr &thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception &error) {
    return error.what();
  } catch (...) {
    return "an exception that is not derived from std::exception";
  }
}

bool was_reported(const std::exception_ptr &thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const reported_usage_error &) {
    return true;
  } catch (...) {
    return false;
  }
}

} // namespace

bool is_cancellation(const std::exception_ptr &thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const cancelled &) {
    return true;
  } catch (...) {
    return false;
  }
}

task_record::task_record(scheduler &loop, std::string called, std::source_location spawned)
    : runs_on(loop), id(++loop.last_id_), name(called.empty() ? "task-" + std::to_string(id) : std::move(called)),
      parent(loop.running() ? loop.running()->name : std::string()), spawned_at(spawned),
      joiners("end of task", released_by::every_holder, name) {
  joiners.ends_ = this;
}

task_record::~task_record() = default;

bool task_record::cancel(const void *requester) noexcept {
  if (finished())
    return false;
  requests_.push_back(requester);
  cancel_requested_ = true;
  if (at == state::waiting && shields == 0) {
    cutting_short_ = true;
    waiting->end(wait::stage::interrupted);
  }
  return true;
}

bool task_record::withdraw(const void *requester) noexcept {
  const auto found = std::find(requests_.begin(), requests_.end(), requester);
  // A wait that is being cut short has used its requests up: leave() will deliver them.
  if (found == requests_.end() || cutting_short_)
    return false;
  requests_.erase(found);
  return true;
}

void task_record::throw_cancelled(std::source_location where) {
  cutting_short_ = false;
  throw cancelled(std::make_shared<cancel_delivery>(*this, std::exchange(requests_, {}), where));
}

void task_record::check_swallowed(std::source_location where) {
  if (swallowed_)
    report_swallowed("went on to wait", where);
}

void task_record::check_swallowed_at_end() {
  // The last act of a task may be to note that it was cancelled, unless somebody takes a value from it.
  if (swallowed_ && (!swallowed_->by_root || gives_value()))
    report_swallowed("went on until its end", defined_at);
  swallowed_.reset();
}

void task_record::report_swallowed(std::string what_next, std::source_location where) {
  const swallowed_cancellation what = *std::exchange(swallowed_, nullptr);
  emit({.kind = report_kind::cancellation_swallowed,
        .message = description() + " was cancelled, caught that in " + what.function + " and " + what_next,
        .task = name,
        .where = what.delivered_at,
        .notes = {{"the cancellation was delivered", what.delivered_at}, {"the task " + std::move(what_next), where}},
        .stack = stack(),
        .cycle = {},
        .tasks = {}});
}

void task_record::end(outcome how) noexcept {
  at = state::finished;
  ended = how;
  requests_.clear();
  for (cancel_delivery *delivery : std::exchange(deliveries_, {}))
    delivery->task_ = nullptr;
  if (how == outcome::value)
    check_swallowed_at_end();
  if (owner != ownership::owned)
    report_unseen();
}

void task_record::handle_dropped() noexcept {
  if (owner != ownership::owned)
    return;
  const bool unwinding = std::uncaught_exceptions() > 0;
  owner = unwinding ? ownership::abandoned : ownership::dropped;
  dropped_after_end_ = finished();
  if (finished())
    report_unseen();
  else if (unwinding)
    cancel(this);
}

void task_record::handle_detached() noexcept {
  if (owner != ownership::owned)
    return;
  owner = ownership::detached;
  if (finished())
    report_unseen();
}

void task_record::report_unseen() {
  if (ended == outcome::failed && !was_reported(failure())) {
    emit({.kind = report_kind::exception_lost,
          .message = description() + " failed and nobody looked: " + sentence_of(failure()),
          .task = name,
          .where = spawned_at,
          .notes = {{"its coroutine is " + std::string(defined_at.function_name()), defined_at}},
          .stack = {},
          .cycle = {},
          .tasks = {}});
    return;
  }
  if (ended != outcome::value || owner != ownership::dropped || (dropped_after_end_ && !gives_value()))
    return;
  emit({.kind = report_kind::result_dropped,
        .message = dropped_after_end_ ? "the value of " + description() + " was never taken"
                                      : "the handle of " + description() + " was dropped while the task was pending",
        .task = name,
        .where = spawned_at,
        .notes = {{"its coroutine is " + std::string(defined_at.function_name()), defined_at}},
        .stack = {},
        .cycle = {},
        .tasks = {}});
}

bool task_record::has_variable(const void *object) const noexcept {
  for (const frame *inner = leaf; inner; inner = inner->caller)
    if (inner->contains(object))
      return true;
  return false;
}

std::string task_record::description() const { return "task '" + name + "'"; }

std::vector<stack_entry> task_record::stack() const {
  std::vector<stack_entry> entries;
  for (const frame *inner = leaf; inner; inner = inner->caller) {
    const bool awaited = inner->awaiting.line() != 0;
    entries.push_back({inner->created.function_name(), awaited ? inner->awaiting : inner->created});
  }
  return entries;
}

task_snapshot task_record::snapshot() const {
  task_snapshot taken{.id = id,
                      .name = name,
                      .parent = parent,
                      .state = name_of(at),
                      .waits_for = {},
                      .waits_at = {},
                      .spawned_at = spawned_at,
                      .stack = stack()};
  if (at == state::waiting) {
    taken.waits_for = waiting->resource();
    taken.waits_at = waiting->where();
  }
  return taken;
}

cancel_delivery::cancel_delivery(task_record &task, std::vector<const void *> requesters,
                                 std::source_location where) noexcept
    : task_(&task), requesters_(std::move(requesters)), where_(where) {
  task.deliveries_.push_back(this);
}

cancel_delivery::~cancel_delivery() {
  if (!task_)
    return;
  std::erase(task_->deliveries_, this);
  if (!requesters_.empty() && task_->leaf)
    task_->swallowed_ = std::make_unique<task_record::swallowed_cancellation>(
        task_record::swallowed_cancellation{where_, task_->leaf->created.function_name(), task_->leaf == task_->root});
}

bool cancel_delivery::consume(const void *requester) noexcept {
  std::erase(requesters_, requester);
  return requesters_.empty();
}

} // namespace async::detail

namespace async {

std::source_location cancelled::where() const noexcept { return delivery_->where(); }

bool cancelled::consume(const void *requester) const noexcept { return delivery_->consume(requester); }

usage_error::usage_error(const std::string &what, std::source_location where)
    : logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + what), where_(where) {}

} // namespace async
