#pragma once

#include <atomic>
#include <string_view>

namespace async::detail {

/// Whether \p word is among the words, separated by commas, of the environment's ASYNC_DEBUG.
bool debug_asked(std::string_view word);

/// While positive, every coroutine notes the native stack that made it.
inline std::atomic<unsigned> stacks_wanted = 0;

} // namespace async::detail
