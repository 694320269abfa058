#include "async/barrier.hpp"

#include "async/errors.hpp"

namespace async {

barrier::barrier(std::size_t parties, std::string_view name, std::source_location where)
    : parties_(parties), waiters_("barrier", released_by::any_task, name) {
  if (parties == 0)
    throw usage_error("a barrier for no parties: no task could ever wait there", where);
}

bool barrier::arrival::suspend(detail::frame &caller) {
  if (!enter(caller))
    return false;
  if (at_.waiting() + 1 < at_.parties_) {
    enqueue();
    return true;
  }
  while (!at_.waiters_.empty()) {
    auto &other = static_cast<arrival &>(at_.waiters_.front());
    other.place_ = place_++;
    at_.waiters_.wake(other);
  }
  return false;
}

} // namespace async
