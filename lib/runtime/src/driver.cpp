#include "async/driver.hpp"

#include <thread>

namespace async {

std::size_t driver::choose(std::size_t) { return 0; }

time_point real_time_driver::now() const noexcept { return std::chrono::steady_clock::now(); }

void real_time_driver::idle(std::optional<time_point> until) {
  // Without a deadline there is nothing that this driver could wait for: the scheduler does not ask.
  if (until)
    std::this_thread::sleep_until(*until);
}

void virtual_time_driver::idle(std::optional<time_point> until) {
  if (until && *until > now_)
    now_ = *until;
}

} // namespace async
