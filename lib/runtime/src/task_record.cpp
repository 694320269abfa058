#include "async/detail/task_record.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace async::detail {

namespace {

bool was_reported(const std::exception_ptr &thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const reported_usage_error &) {
    return true;
  } catch (const deadlock_error &) {
    return true;
  } catch (...) {
    return false;
  }
}

auto made_by(const void *requester) {
  return [requester](const cancel_request &request) { return request.requester == requester; };
}

} // namespace

std::string sentence_of(const std::exception_ptr &thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception &error) {
    return error.what();
  } catch (...) {
    return "an exception that is not derived from std::exception";
  }
}

void put_back(const std::exception_ptr &cancellation) {
  try {
    std::rethrow_exception(cancellation);
  } catch (const cancelled &kept) {
    kept.put_back();
  }
}

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
  if (loop.running())
    variables = loop.running()->variables;
}

task_record::~task_record() = default;

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

bool task_record::cancel(const void *requester, unsigned outer_shields) noexcept {
  control.changed();
  if (!stops_.empty())
    touch_everything(); // tokens are looked at without coming here
  if (finished())
    return false;
  const cancel_request request{requester, outer_shields};
  requests_.push_back(request);
  accepted_.push_back(request);
  if (at == state::waiting && deliverable(request)) {
    cutting_short_ = true;
    waiting->end(wait::stage::interrupted);
  }
  for (std::size_t within = 0; within <= outer_shields && within < stops_.size(); ++within)
    stops_[within].request_stop();
  return true;
}

bool task_record::withdraw(const void *requester) noexcept {
  control.changed();
  const auto found = std::find_if(requests_.begin(), requests_.end(), made_by(requester));
  // A wait that is being cut short has used its requests up: leave() will deliver them.
  if (found == requests_.end() || cutting_short_)
    return false;
  requests_.erase(found);
  retract(requester, false);
  return true;
}

void task_record::forget(const void *requester) noexcept {
  control.changed();
  std::erase_if(requests_, made_by(requester));
  for (cancel_delivery *delivery : deliveries_)
    std::erase_if(delivery->requests_, made_by(requester));
  if (swallowed_ && std::erase_if(swallowed_->requests, made_by(requester)) > 0 && swallowed_->requests.empty())
    swallowed_.reset();
  retract(requester, true);
}

void task_record::retract(const void *requester, bool all) noexcept {
  if (all)
    std::erase_if(accepted_, made_by(requester));
  else if (const auto found = std::find_if(accepted_.begin(), accepted_.end(), made_by(requester));
           found != accepted_.end())
    accepted_.erase(found);
  // A token that was stopped stays so; a caller that asks from now on gets another.
  for (std::size_t within = 0; within < stops_.size(); ++within)
    if (stops_[within].stop_requested() && !stop_was_requested(within))
      stops_[within] = std::stop_source();
}

bool task_record::must_throw() const noexcept {
  return std::any_of(requests_.begin(), requests_.end(),
                     [this](const cancel_request &request) { return deliverable(request); });
}

bool task_record::stop_was_requested(std::size_t within_shields) const noexcept {
  return std::any_of(accepted_.begin(), accepted_.end(),
                     [&](const cancel_request &request) { return request.shields >= within_shields; });
}

std::stop_token task_record::stop_token() {
  while (stops_.size() <= shields) {
    stops_.emplace_back();
    if (stop_was_requested(stops_.size() - 1))
      stops_.back().request_stop();
  }
  return stops_[shields].get_token();
}

void task_record::leave_shield() noexcept {
  --shields;
  while (stops_.size() > shields + 1)
    stops_.pop_back();
}

void task_record::throw_cancelled(std::source_location where) {
  cutting_short_ = false;
  std::vector<cancel_request> delivered;
  for (const cancel_request &request : requests_)
    if (deliverable(request))
      delivered.push_back(request);
  std::erase_if(requests_, [this](const cancel_request &request) { return deliverable(request); });
  throw cancelled(std::make_shared<cancel_delivery>(*this, std::move(delivered), where));
}

void task_record::check_swallowed(std::source_location where) {
  // What waits in a shield may be the clean-up on the way out, with another exception to be thrown after it.
  if (swallowed_ && shields == 0)
    report_swallowed("went on to wait", where);
}

void task_record::check_swallowed_at_end() {
  // The last act of a task may be to note that it was cancelled, unless another task takes a value from it.
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
  if (owner != handle_fate::owned)
    report_unseen();
}

void task_record::handle_dropped() noexcept {
  control.changed();
  joiners.changed();
  if (owner != handle_fate::owned)
    return;
  const bool unwinding = std::uncaught_exceptions() > 0;
  owner = unwinding ? handle_fate::abandoned : handle_fate::dropped;
  dropped_after_end_ = finished();
  if (finished())
    report_unseen();
  else if (unwinding)
    cancel(this);
}

void task_record::handle_detached() noexcept {
  control.changed();
  joiners.changed();
  if (owner != handle_fate::owned)
    return;
  owner = handle_fate::detached;
  if (finished())
    report_unseen();
}

void task_record::report_unseen() {
  const bool lost_failure = ended == outcome::failed && !was_reported(failure());
  const bool dropped_result = ended == outcome::value && owner == handle_fate::dropped;
  std::string message;
  if (lost_failure)
    message = description() + " failed and its exception was lost: " + sentence_of(failure());
  else if (dropped_result && !dropped_after_end_)
    message = "the handle of " + description() + " was dropped while the task was pending";
  else if (dropped_result && gives_value())
    message = "the value of " + description() + " was never taken";
  else
    return;
  emit({.kind = lost_failure ? report_kind::exception_lost : report_kind::result_dropped,
        .message = std::move(message),
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

cancel_delivery::cancel_delivery(task_record &task, std::vector<cancel_request> requests,
                                 std::source_location where) noexcept
    : task_(&task), requests_(std::move(requests)), where_(where) {
  task.deliveries_.push_back(this);
}

cancel_delivery::~cancel_delivery() {
  if (!task_)
    return;
  std::erase(task_->deliveries_, this);
  if (!requests_.empty() && task_->leaf)
    task_->swallowed_ = std::make_unique<task_record::swallowed_cancellation>(task_record::swallowed_cancellation{
        where_, task_->leaf->created.function_name(), task_->leaf == task_->root, std::move(requests_)});
}

bool cancel_delivery::consume(const void *requester) noexcept {
  if (std::erase_if(requests_, made_by(requester)) > 0 && task_)
    task_->retract(requester, true);
  return requests_.empty();
}

void cancel_delivery::put_back() noexcept {
  if (task_)
    task_->requests_.insert(task_->requests_.end(), requests_.begin(), requests_.end());
  requests_.clear();
}

} // namespace async::detail

namespace async {

std::source_location cancelled::where() const noexcept { return delivery_->where(); }

bool cancelled::consume(const void *requester) const noexcept { return delivery_->consume(requester); }

void cancelled::put_back() const noexcept { delivery_->put_back(); }

usage_error::usage_error(const std::string &what, std::source_location where)
    : logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + what), where_(where) {}

} // namespace async
