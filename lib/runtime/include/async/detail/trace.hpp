#pragma once

#include "async/trace.hpp"

#include <atomic>

namespace async::detail {

inline constinit std::atomic<trace_hooks *> current_trace_hooks = nullptr;

/// Calls the hook \p what for \p task, if there are hooks.
inline void trace(void (trace_hooks::*what)(traced_task), const task_record &task) {
  if (trace_hooks *hooks = current_trace_hooks.load(std::memory_order_acquire)) [[unlikely]]
    (hooks->*what)(traced_task(task));
}

} // namespace async::detail
