#include "async/mutex.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

namespace async {

void mutex::guard::take(mutex &held, detail::task_record &holder, std::source_location where) noexcept {
  held.locked_ = true;
  mutex_ = &held;
  hold_.take(held.waiters_, holder, where);
}

void mutex::guard::release() noexcept {
  if (!owns())
    return;
  hold_.drop();
  mutex_->pass_on();
}

void mutex::guard::unlock(std::source_location where) {
  if (!owns())
    throw usage_error("unlock of a mutex that this guard does not hold", where);
  release();
}

bool mutex::acquisition::suspend(detail::frame &caller) {
  if (!enter(caller))
    return false;
  if (wanted_.locked_) {
    park();
    return true;
  }
  granted_.take(wanted_, waiter(), where());
  return false;
}

mutex::guard mutex::acquisition::await_resume() {
  leave();
  guard given;
  given.mutex_ = granted_.mutex_;
  given.hold_.take_over(granted_.hold_);
  return given;
}

std::optional<mutex::guard> mutex::try_lock(std::source_location where) {
  detail::task_record &holder = scheduler::required_task("try_lock", where);
  if (locked())
    return std::nullopt;
  std::optional<guard> given{guard()};
  given->take(*this, holder, where);
  return given;
}

void mutex::pass_on() noexcept {
  locked_ = false;
  if (waiters_.empty())
    return;
  auto &next = static_cast<acquisition &>(waiters_.front());
  next.granted_.take(*this, next.waiter(), next.where());
  waiters_.wake(next);
}

} // namespace async
