#include "async/shared_mutex.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

namespace async {

void shared_mutex::guard::take(shared_mutex &held, detail::task_record &holder, std::source_location where,
                               bool shares) noexcept {
  held.sharers_ += shares ? 1 : 0;
  held.exclusive_ = !shares;
  mutex_ = &held;
  hold_.take(held.waiters_, holder, where, shares);
}

void shared_mutex::guard::release() noexcept {
  if (!owns())
    return;
  if (shares())
    --mutex_->sharers_;
  else
    mutex_->exclusive_ = false;
  hold_.drop();
  mutex_->let_in();
}

void shared_mutex::guard::unlock(std::source_location where) {
  if (!owns())
    throw usage_error("unlock of a shared mutex that this guard does not hold", where);
  release();
}

bool shared_mutex::acquisition::suspend(detail::frame &caller) {
  if (!enter(caller))
    return false;
  if (!wanted_.waiters_.empty() || !wanted_.is_free(shares())) {
    park();
    return true;
  }
  granted_.take(wanted_, waiter(), where(), shares());
  return false;
}

shared_mutex::guard shared_mutex::acquisition::await_resume() {
  leave();
  guard given;
  given.mutex_ = granted_.mutex_;
  given.hold_.take_over(granted_.hold_);
  return given;
}

std::optional<shared_mutex::guard> shared_mutex::try_take(const char *by_what, bool shares,
                                                          std::source_location where) {
  detail::task_record &holder = scheduler::required_task(by_what, where);
  if (!waiters_.empty() || !is_free(shares))
    return std::nullopt;
  std::optional<guard> given{guard()};
  given->take(*this, holder, where, shares);
  return given;
}

std::optional<shared_mutex::guard> shared_mutex::try_lock(std::source_location where) {
  return try_take("try_lock", false, where);
}

std::optional<shared_mutex::guard> shared_mutex::try_lock_shared(std::source_location where) {
  return try_take("try_lock_shared", true, where);
}

void shared_mutex::let_in() noexcept {
  while (!waiters_.empty()) {
    auto &next = static_cast<acquisition &>(waiters_.front());
    if (!is_free(next.shares()))
      return;
    next.granted_.take(*this, next.waiter(), next.where(), next.shares());
    waiters_.wake(next);
  }
}

} // namespace async
