#include "async/detail/debug.hpp"

#include <cstdlib>

namespace async::detail {

namespace {

// Before main(), because the first task is made before there is a loop.
[[maybe_unused]] const bool stacks_from_the_start = [] {
  if (debug_asked("1"))
    stacks_wanted.fetch_add(1, std::memory_order_relaxed);
  return true;
}();

} // namespace

bool debug_asked(std::string_view word) {
  const char *const set = std::getenv("ASYNC_DEBUG");
  std::string_view words = set ? set : "";
  while (!words.empty()) {
    const std::string_view first = words.substr(0, words.find(','));
    if (first == word)
      return true;
    words.remove_prefix(first.size() == words.size() ? first.size() : first.size() + 1);
  }
  return false;
}

} // namespace async::detail
