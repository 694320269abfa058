#include "async/shared_mutex.hpp"

namespace async {

std::optional<shared_mutex::guard> shared_mutex::try_take(const char *by_what, bool to_share,
                                                          std::source_location where) {
  guard given;
  if (!holdable::try_take(given, by_what, to_share, where))
    return std::nullopt;
  return given;
}

void shared_mutex::taken(bool shared) noexcept {
  if (shared)
    ++sharers_;
  else
    exclusive_ = true;
}

void shared_mutex::given_back(bool shared) noexcept {
  if (shared)
    --sharers_;
  else
    exclusive_ = false;
}

} // namespace async
