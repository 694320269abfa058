#pragma once

#include "async/detail/intrusive_list.hpp"

#include <cstdint>
#include <functional>

namespace async {
class scheduler;
}

namespace async::detail {

struct in_loops;

/// All loops of the process, and through them all tasks, for debuggers and other readers of the process's memory. The
/// tasks belong to the threads of their loops; only the list of loops is locked.
class registry {
public:
  static void add(scheduler &loop);
  static void remove(scheduler &loop) noexcept;

  /// Calls \p visit with each loop. No loop can end meanwhile. Data that belongs to a loop's thread must be read on
  /// that thread only.
  static void for_each(const std::function<void(scheduler &)> &visit);
};

} // namespace async::detail
