#pragma once

#include "async/timer.hpp"
#include "async/watchdog.hpp"

#include <cstdint>
#include <optional>
#include <source_location>

namespace async {
class scheduler;
}

namespace async::detail {

/// Has a loop watched while it lives. To be made and destroyed by the thread of the loop.
class watch {
public:
  /// \p where is the call of run().
  watch(scheduler &loop, watch_limits limits, std::source_location where);
  watch(const watch &) = delete; // the watcher points here
  watch &operator=(const watch &) = delete;
  ~watch();

  scheduler &loop;
  const watch_limits limits;
  const std::source_location where;
  std::uint64_t reported = 0; ///< the beat that a report was made of
};

/// Has a loop watched, and the creation of coroutines noted, while it lives; nothing unless that is wanted.
class debugging {
public:
  /// Wanted when \p wanted or when the environment says so.
  debugging(scheduler &loop, bool wanted, watch_limits limits, std::source_location where);
  debugging(const debugging &) = delete;
  debugging &operator=(const debugging &) = delete;
  ~debugging();

private:
  std::optional<watch> watch_;
};

} // namespace async::detail
