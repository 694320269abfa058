#include "async/mutex.hpp"

namespace async {

std::optional<mutex::guard> mutex::try_lock(std::source_location where) {
  guard given;
  if (!try_take(given, "try_lock", false, where))
    return std::nullopt;
  return given;
}

} // namespace async
