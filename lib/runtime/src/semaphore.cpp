#include "async/semaphore.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

namespace async {

void semaphore::permit::take(semaphore &from, detail::task_record &holder, std::source_location where) noexcept {
  --from.available_;
  semaphore_ = &from;
  hold_.take(from.waiters_, holder, where);
}

void semaphore::permit::give_back() noexcept {
  if (!owns())
    return;
  hold_.drop();
  semaphore_->pass_on();
}

void semaphore::permit::release(std::source_location where) {
  if (!owns())
    throw usage_error("release of a permit that was given back before", where);
  give_back();
}

bool semaphore::acquisition::suspend(detail::frame &caller) {
  if (!enter(caller))
    return false;
  if (wanted_.available_ == 0) {
    park();
    return true;
  }
  granted_.take(wanted_, waiter(), where());
  return false;
}

semaphore::permit semaphore::acquisition::await_resume() {
  leave();
  permit given;
  given.semaphore_ = granted_.semaphore_;
  given.hold_.take_over(granted_.hold_);
  return given;
}

std::optional<semaphore::permit> semaphore::try_acquire(std::source_location where) {
  detail::task_record &holder = scheduler::required_task("try_acquire", where);
  if (available() == 0)
    return std::nullopt;
  std::optional<permit> given{permit()};
  given->take(*this, holder, where);
  return given;
}

void semaphore::pass_on() noexcept {
  ++available_;
  if (waiters_.empty())
    return;
  auto &next = static_cast<acquisition &>(waiters_.front());
  next.granted_.take(*this, next.waiter(), next.where());
  waiters_.wake(next);
}

} // namespace async
