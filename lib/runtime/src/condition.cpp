#include "async/condition.hpp"

#include "async/errors.hpp"
#include "async/scheduler.hpp"
#include "async/shield.hpp"

#include <exception>

namespace async {

task<> condition::wait_unlocked(mutex::guard &held, std::source_location where) {
  if (!held.owns())
    throw usage_error("wait for a condition with a guard that holds no mutex", where);
  auto &protects = static_cast<mutex &>(held.of());
  hold lives;
  protects.be_watched_by(lives);
  held.unlock();
  std::exception_ptr cancellation;
  try {
    co_await notification(waiters_, where);
  } catch (const cancelled &) {
    cancellation = std::current_exception();
  }
  if (lives.active()) {
    const detail::shield_guard until_locked(*scheduler::current()->running());
    held = co_await protects.lock(where);
  } else if (!cancellation) {
    throw usage_error("the mutex of a condition was destroyed while a task waited for the condition", where);
  }
  if (cancellation)
    std::rethrow_exception(std::move(cancellation));
}

} // namespace async
