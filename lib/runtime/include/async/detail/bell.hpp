#pragma once

#include "async/timer.hpp"

#include <optional>

namespace async::detail {

/// Lets a thread wait until another, or a signal handler, rings. A ring is kept until a thread has heard it; several
/// are heard as one.
class bell {
public:
  /// \throws std::system_error when the process may open no more descriptors
  bell();
  bell(const bell &) = delete;
  bell &operator=(const bell &) = delete;
  ~bell();

  /// Async-signal-safe, from any thread.
  void ring() noexcept;

  /// Waits for a ring, at most \p patience. Returns whether it was heard.
  bool wait(std::optional<duration> patience) noexcept;

  /// Takes back a ring that was heard through descriptor().
  void silence() noexcept;

  /// Readable while there is a ring.
  int descriptor() const noexcept { return descriptor_; }

private:
  int descriptor_;
};

} // namespace async::detail
