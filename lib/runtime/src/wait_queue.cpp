#include "async/wait_queue.hpp"

#include "async/detail/deadlock.hpp"
#include "async/detail/task_record.hpp"
#include "async/errors.hpp"
#include "async/scheduler.hpp"

#include <exception>
#include <utility>

namespace async {

wait_queue::wait_queue(std::string_view kind, released_by rule, std::string_view name)
    : kind_(kind), name_(name), rule_(rule) {}

wait_queue::~wait_queue() {
  changed();
  if (!waits_.empty() || !holds_.empty())
    detail::touch_everything(); // guards and waiting tasks find out without coming here
  while (!waits_.empty()) {
    wait &orphan = waits_.front();
    static_cast<detail::link<detail::in_wait_queue> &>(orphan).unlink();
    orphan.task_->lost_resource = description() + ", which was destroyed";
    orphan.queue_ = nullptr;
    orphan.task_->runs_on.orphans_ = true;
    if (rule_ == released_by::outside)
      --orphan.task_->runs_on.outside_waits_; // nothing out there wakes it any more
  }
  while (!holds_.empty())
    holds_.front().drop();
}

void wait_queue::gave_up(wait &) noexcept {}

void wait_queue::wake(wait &suspended) noexcept { suspended.end(wait::stage::woken); }

wait *wait_queue::wake_one() noexcept {
  if (empty())
    return nullptr;
  wait &first = front();
  wake(first);
  return &first;
}

void wait_queue::wake_all() noexcept {
  while (wake_one())
    ;
}

std::string wait_queue::description() const {
  std::string text(kind_);
  if (!name_.empty())
    text += " '" + name_ + "'";
  return text;
}

hold::hold(hold &&other) noexcept { *this = std::move(other); }

hold &hold::operator=(hold &&other) noexcept {
  if (this == &other)
    return *this;
  take_over(other);
  if (active())
    holder_->control.looked_at();
  certain_ = active() && holder_->has_variable(this);
  return *this;
}

void hold::take(wait_queue &resource, detail::task_record &holder, std::source_location where, bool shares) noexcept {
  drop();
  holder.retain();
  resource_ = &resource;
  holder_ = &holder;
  since_ = where;
  certain_ = true;
  shares_ = shares;
  resource.changed();
  resource.holds_.push_back(*this);
}

void hold::watch(wait_queue &resource) noexcept {
  drop();
  resource_ = &resource;
  resource.changed();
  resource.holds_.push_back(*this);
}

void hold::take_over(hold &other) noexcept {
  drop();
  if (!other.active())
    return;
  take(*other.resource_, *other.holder_, other.since_, other.shares_);
  other.drop();
}

void hold::drop() noexcept {
  if (!active())
    return;
  unlink();
  resource_->changed();
  resource_ = nullptr;
  if (detail::task_record *holder = std::exchange(holder_, nullptr))
    holder->release();
}

wait::~wait() {
  if (stage_ == stage::suspended) {
    // The coroutine is destroyed while it waits: no other task may wake it any more.
    detail::touch_everything();
    unlink();
    if (queue_ && queue_->rule() == released_by::outside)
      --task_->runs_on.outside_waits_;
    task_->waiting = nullptr;
    return;
  }
  if (stage_ != stage::unawaited || std::uncaught_exceptions() > 0)
    return;
  // The queue may be gone by now, so the report says only where the wait was made.
  emit({.kind = unawaited_,
        .message = unawaited_ == report_kind::guard_never_held
                       ? "an acquisition was made but never awaited, so nothing was locked"
                       : "a wait was made but never awaited, so nothing waited",
        .where = where_});
}

bool wait::enter(detail::frame &caller) {
  if (stage_ >= stage::suspended)
    throw usage_error("a wait was awaited while another task still waited with it; make one for each", where_);
  task_ = caller.in_task;
  if (queue_->rule() == released_by::outside)
    detail::touch_everything();
  else if (queue_->rule() != released_by::clock)
    queue_->looked_at();
  task_->check_swallowed(where_);
  stage_ = task_->must_throw() ? stage::interrupted : stage::entered;
  return stage_ == stage::entered;
}

void wait::enqueue() {
  stage_ = stage::suspended;
  task_->at = detail::task_record::state::waiting;
  task_->waiting = this;
  note_change();
  queue_->waits_.push_back(*this);
  if (queue_->rule() == released_by::outside)
    ++task_->runs_on.outside_waits_;
  detail::check_last_edge(*task_);
}

void wait::end(stage how) noexcept {
  unlink();
  note_change();
  task_->control.changed();
  if (queue_ && queue_->rule() == released_by::outside)
    --task_->runs_on.outside_waits_;
  stage_ = how;
  task_->waiting = nullptr;
  task_->explained = false;
  task_->runs_on.make_ready(*task_);
  if (how == stage::interrupted && queue_)
    queue_->gave_up(*this);
}

void wait::note_change() noexcept {
  // Sleepers do not meet in the queue of the clock, and the end of no task depends on it.
  if (!queue_ || queue_->rule() == released_by::clock)
    return;
  queue_->changed();
  if (queue_->rule() != released_by::any_task && queue_->rule() != released_by::outside)
    task_->dependence.changed();
}

void wait::leave() {
  if (std::exchange(stage_, stage::over) == stage::interrupted)
    task_->throw_cancelled(where_);
}

std::string wait::resource() const { return queue_ ? queue_->description() : task_->lost_resource; }

} // namespace async
