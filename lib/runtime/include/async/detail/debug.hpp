#pragma once

#include <atomic>
#include <string_view>

namespace async::detail {

/// Whether \p word is among the words, separated by commas, of the environment's ASYNC_DEBUG.
bool debug_asked(std::string_view word);

/// While positive, every coroutine records the native stack of its creation.
inline std::atomic<unsigned> stacks_wanted = 0;

} // namespace async::detail
