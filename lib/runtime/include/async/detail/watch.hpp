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

/// Watches a loop during its lifetime. Must be constructed and destroyed by the thread of the loop.
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
  std::uint64_t reported = 0; ///< the beat that was reported last
};

/// During its lifetime watches a loop and records the creation of coroutines, if debugging is on.
class debugging {
public:
  /// On if \p wanted or if the environment says so.
  debugging(scheduler &loop, bool wanted, watch_limits limits, std::source_location where);
  debugging(const debugging &) = delete;
  debugging &operator=(const debugging &) = delete;
  ~debugging();

private:
  std::optional<watch> watch_;
};

} // namespace async::detail
