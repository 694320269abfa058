#include "async/timeout.hpp"

#include "async/detail/task_record.hpp"
#include "async/scheduler.hpp"

#include <string>

namespace async {

timed_out::timed_out(std::source_location where)
    : runtime_error("the timeout set at " + std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                    " was reached"),
      where_(where) {}

timeout_scope::timeout_scope(duration time, std::source_location where)
    : timeout_scope(scheduler::required("timeout_scope", where).now() + time) {}

timeout_scope::watch::watch(timeout_scope &scope, std::source_location where) : scope_(scope) {
  if (scope.task_)
    throw usage_error("run in a timeout_scope in which other work runs", where);
  scope.task_ = scheduler::current()->running();
  scope.shields_ = scope.task_->shields;
  scope.start();
}

timeout_scope::watch::~watch() {
  scope_.stop();
  scope_.task_->forget(&scope_);
  scope_.task_ = nullptr;
}

void timeout_scope::reschedule(time_point deadline) {
  detail::touch_everything(); // another task may move the deadline
  deadline_ = deadline;
  if (!armed())
    return; // no work, or it was cancelled already
  stop();
  start();
}

void timeout_scope::start() {
  if (deadline_ <= task_->runs_on.now()) {
    expire();
    return;
  }
  task_->runs_on.timers().arm(*this, deadline_);
  ++task_->timeouts;
}

void timeout_scope::stop() noexcept {
  if (!armed())
    return;
  disarm();
  --task_->timeouts;
}

void timeout_scope::expire() noexcept {
  detail::touch_everything();
  expired_ = true;
  task_->cancel(this, shields_);
}

void timeout_scope::fire() noexcept {
  --task_->timeouts;
  expire();
}

} // namespace async
