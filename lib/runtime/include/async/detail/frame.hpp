#pragma once

#include "async/detail/debug.hpp"
#include "async/detail/native_stack.hpp"

#include <coroutine>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <source_location>

namespace async::detail {

class task_record;

/// The runtime's data of one coroutine; the base of every promise type.
///
/// The frames of a task form a chain through `caller`, from the coroutine that runs or waits outwards to the first:
///
///     task_record ──leaf──► frame ──caller──► frame ──caller──► frame (the task's first coroutine)
struct frame {
  frame() noexcept : end(latest_end()) {
    if (stacks_wanted.load(std::memory_order_relaxed) > 0)
      note_creation();
  }
  frame(const frame &) = delete; // the chain points here
  frame &operator=(const frame &) = delete;

  std::coroutine_handle<> handle;
  frame *caller = nullptr;        ///< the coroutine that awaits this; null for the first coroutine of a task
  task_record *in_task = nullptr; ///< null until it is started
  const void *end;                ///< of the coroutine's memory; null when that is unknown
  std::source_location created;   ///< the coroutine: its function and where that is defined
  std::source_location awaiting;  ///< its latest co_await
  std::source_location made_at;   ///< the call that made it, if the coroutine itself is the library's
  bool wraps_tasks = false;       ///< it has tasks as arguments, which report themselves when they never run

  std::unique_ptr<const native_stack> made_in; ///< the calls that made the coroutine; null unless debugging

  /// Where it is: its latest co_await, or its definition when it has none yet.
  const std::source_location &latest_place() const noexcept { return awaiting.line() != 0 ? awaiting : created; }

  /// The place of the current await in the user's code.
  const std::source_location &place_of_request() const noexcept { return made_at.line() != 0 ? made_at : awaiting; }

  /// Whether \p object is a parameter or local variable of this coroutine.
  bool contains(const void *object) const noexcept {
    return end && !std::less<>()(object, handle.address()) && std::less<>()(object, end);
  }

  // A frame does not know its size. Its allocation does, and comes right before the promise in it is made.
  static void *operator new(std::size_t size) {
    void *const begin = ::operator new(size);
    latest_allocation = {begin, static_cast<const std::byte *>(begin) + size};
    return begin;
  }
  static void operator delete(void *begin) noexcept { ::operator delete(begin); }

private:
  void note_creation();

  struct allocation {
    const void *begin;
    const void *end;
  };
  static inline thread_local constinit allocation latest_allocation{};

  /// Null when the latest allocation is not this frame's, because the compiler elided it into the caller's frame.
  const void *latest_end() const noexcept {
    const bool within = !std::less<>()(this, latest_allocation.begin) && std::less<>()(this, latest_allocation.end);
    return within ? latest_allocation.end : nullptr;
  }
};

/// Whether control passes between coroutines by returning to the loop instead of by symmetric transfer. Needed where
/// g++ does not turn the transfer into a tail call, so that a long chain would overflow the stack.
#if !defined(__clang__) && (!defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__))
inline constexpr bool uses_trampoline = true;
#else
inline constexpr bool uses_trampoline = false;
#endif

/// Stores \p next for the loop that runs \p task.
void resume_next(task_record &task, std::coroutine_handle<> next) noexcept;

/// The value that await_suspend must return so that \p next runs, in the same task, after the calling coroutine. Always
/// inlined, because callers that are compiled differently need different code.
[[gnu::always_inline]] inline std::coroutine_handle<> transfer(task_record &task,
                                                               std::coroutine_handle<> next) noexcept {
  if constexpr (uses_trampoline) {
    resume_next(task, next);
    return std::noop_coroutine();
  } else {
    static_cast<void>(task);
    return next;
  }
}

} // namespace async::detail
