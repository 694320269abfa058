#pragma once

#include "async/timer.hpp"

#include <optional>

namespace async::detail {

/// Lets a thread wait until another thread, or a signal handler, rings. A ring is kept until a thread receives it;
/// several rings are received as one.
class bell {
public:
  /// \throws std::system_error when the process may open no more descriptors
  bell();
  bell(const bell &) = delete;
  bell &operator=(const bell &) = delete;
  ~bell();

  /// Async-signal-safe, from any thread.
  void ring() noexcept;

  /// Waits for a ring, at most \p patience. Returns whether there was one.
  bool wait(std::optional<duration> patience) noexcept;

  /// Clears a ring that was received through descriptor().
  void silence() noexcept;

  /// Readable while there is a ring.
  int descriptor() const noexcept { return descriptor_; }

private:
  int descriptor_;
};

} // namespace async::detail
