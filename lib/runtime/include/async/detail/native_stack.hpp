#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace async::detail {

/// The native call stack of a thread, innermost first, as addresses. Cheap to take; symbolized only when it is shown.
class native_stack {
public:
  /// Takes the stack of the caller, without the innermost \p skipped calls. Async-signal-safe once prepare() was
  /// called.
  void take(std::size_t skipped) noexcept;

  /// Drops the calls inside of the one at \p call, if that is in the stack. Async-signal-safe.
  void begin_at(const void *call) noexcept;

  /// One line a call: the function, as far as the program's dynamic symbols tell it, and the place in its file, which
  /// is the same in each run and which addr2line understands.
  std::vector<std::string> describe() const;

  /// Loads what the first take() of a process needs.
  static void prepare() noexcept;

private:
  void drop(std::size_t count) noexcept;

  std::array<void *, 64> calls_;
  std::size_t size_ = 0;
};

} // namespace async::detail
