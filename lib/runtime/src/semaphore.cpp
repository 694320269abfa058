#include "async/semaphore.hpp"

namespace async {

std::optional<semaphore::permit> semaphore::try_acquire(std::source_location where) {
  permit given;
  if (!try_take(given, "try_acquire", false, where))
    return std::nullopt;
  return given;
}

} // namespace async
