#include "async/detail/bell.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace async::detail {

bell::bell() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0)
    throw std::system_error(errno, std::generic_category(), "eventfd");
}

bell::~bell() { ::close(descriptor_); }

void bell::ring() noexcept {
  const int saved = errno;
  const std::uint64_t one = 1;
  // Fails only when the counter is full: then it rings already.
  [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  errno = saved;
}

bool bell::wait(std::optional<duration> patience) noexcept {
  using namespace std::chrono;
  int timeout = -1;
  if (patience)
    timeout = static_cast<int>(
        std::clamp<std::int64_t>(ceil<milliseconds>(*patience).count(), 0, std::numeric_limits<int>::max()));
  pollfd watched{descriptor_, POLLIN, 0};
  if (::poll(&watched, 1, timeout) <= 0)
    return false;
  silence();
  return true;
}

void bell::silence() noexcept {
  std::uint64_t rings = 0;
  [[maybe_unused]] const auto taken = ::read(descriptor_, &rings, sizeof rings);
}

} // namespace async::detail
