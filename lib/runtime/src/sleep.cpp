#include "async/sleep.hpp"

namespace async {

void sleep_operation::fire() noexcept {
  // A cancellation may have come first: then the task is ready already.
  if (suspended())
    waits_in()->wake(*this);
}

sleep_operation sleep_until(time_point deadline, std::source_location where) {
  return {scheduler::required("sleep_until", where), deadline, where};
}

sleep_operation sleep_for(duration time, std::source_location where) {
  scheduler &loop = scheduler::required("sleep_for", where);
  return {loop, loop.now() + time, where};
}

yield_operation yield(std::source_location where) { return {scheduler::required("yield", where), where}; }

time_point now(std::source_location where) { return scheduler::required("now", where).now(); }

} // namespace async
