#include "async/detail/holdable.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"

namespace async::detail {

bool holdable::try_take(ownership &given, const char *by_what, bool to_share, std::source_location where) {
  task_record &holder = scheduler::required_task(by_what, where);
  looked_at();
  if (must_wait(to_share))
    return false;
  given.take(*this, holder, where, to_share);
  return true;
}

void holdable::grant_waiters() noexcept {
  while (!waiters_.empty()) {
    auto &next = static_cast<acquisition &>(waiters_.front());
    if (!is_free(next.shares()))
      return;
    next.granted_.take(*this, next.waiter(), next.where(), next.shares());
    waiters_.wake(next);
  }
}

void ownership::take(holdable &wanted, task_record &holder, std::source_location where, bool shares) noexcept {
  wanted.taken(shares);
  of_ = &wanted;
  hold_.take(wanted.waiters_, holder, where, shares);
}

void ownership::take_over(ownership &other) noexcept {
  of_ = other.of_;
  hold_.take_over(other.hold_);
}

void ownership::let_go() noexcept {
  if (!owns())
    return;
  of_->given_back(hold_.shares());
  hold_.drop();
  of_->grant_waiters();
}

void ownership::let_go(const char *otherwise, std::source_location where) {
  if (!owns())
    throw usage_error(otherwise, where);
  let_go();
}

bool acquisition::suspend(frame &caller) {
  if (!enter(caller))
    return false;
  if (wanted_.must_wait(shares())) {
    enqueue();
    return true;
  }
  granted_.take(wanted_, waiter(), where(), shares());
  return false;
}

void acquisition::give_to(ownership &given) {
  leave();
  if (!granted_.owns())
    throw usage_error("what the task waited for was handed to it, but destroyed before it could run", where());
  given.take_over(granted_);
}

} // namespace async::detail
