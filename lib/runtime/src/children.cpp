#include "async/detail/children.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"
#include "async/shield.hpp"

#include <exception>
#include <iterator>
#include <string>

namespace async::detail {

children::children(std::string_view kind, released_by needed, std::source_location where)
    : parent_(*scheduler::current()->running()), where_(where), decision_(kind, needed),
      ends_(kind, released_by::every_holder) {}

children::child::child(children &of, task_record &started, std::source_location where) noexcept
    : of_(of), task_(&started) {
  started.watcher = this;
  decides_.take(of.decision_, started, where);
  lives_.take(of.ends_, started, where);
}

void children::child::cancel() noexcept {
  if (!std::exchange(cancelled_, true))
    task_->cancel(this);
}

void children::child::ended(task_record &task) noexcept {
  touch_everything(); // what the parent knows of its children is looked at without coming here
  children &of = of_;
  of.living_.erase(self); // this is gone
  of.child_ended(task);
  if (of.living_.empty()) {
    of.decision_.wake_all();
    of.ends_.wake_all();
  }
}

void children::add(task_record &started) {
  touch_everything();
  child &added = living_.emplace_back(*this, started, started.spawned_at);
  added.self = std::prev(living_.end());
  if (decided_)
    added.cancel();
}

void children::decide() noexcept {
  touch_everything();
  decided_ = true;
  cancel_all();
  decision_.wake_all();
}

void children::cancel_all() noexcept {
  touch_everything();
  for (child &living : living_)
    living.cancel();
}

task<> children::join(std::source_location where) {
  std::exception_ptr cancellation;
  if (!decided_) {
    try {
      co_await wait_operation(decision_, living_.empty(), where);
    } catch (const cancelled &) {
      cancellation = std::current_exception();
      decide();
    }
  }
  const shield_guard until_all_have_ended(parent_);
  co_await wait_operation(ends_, living_.empty(), where);
  if (cancellation)
    std::rethrow_exception(std::move(cancellation));
}

siblings::~siblings() {
  for (const auto &task : failed_)
    task->handle_detached();
}

void siblings::throw_failure() {
  decisive_->owner = task_record::handle_fate::taken;
  std::rethrow_exception(decisive_->failure());
}

void siblings::child_ended(task_record &ended) noexcept {
  const bool failed = ended.ended == task_record::outcome::failed;
  if (failed)
    failed_.emplace_back(&ended);
  if (decisive_ || rule_ == enough::all || (rule_ == enough::failure && !failed))
    return;
  decisive_ = record_ref<task_record>(&ended);
  decide();
}

void check_valid(bool valid, const char *by_what, std::source_location where) {
  if (!valid)
    throw usage_error(
        std::string(by_what) + " was given an empty task: it was moved from, awaited, or never had a coroutine", where);
}

void check_not_empty(bool empty, const char *by_what, std::source_location where) {
  if (empty)
    throw usage_error(std::string(by_what) + " was given no task to wait for", where);
}

} // namespace async::detail
