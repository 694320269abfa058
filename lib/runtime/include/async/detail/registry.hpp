#pragma once

#include "async/detail/intrusive_list.hpp"

#include <cstdint>
#include <functional>

namespace async {
class scheduler;
}

namespace async::detail {

struct in_loops;

/// All loops of the process, and through them all tasks: the one place from which a debugger, or a reader of this
/// process's memory, finds everything. The loops' tasks belong to their threads; only the list of loops is locked.
class registry {
public:
  static void add(scheduler &loop);
  static void remove(scheduler &loop) noexcept;

  /// Calls \p visit with each loop. None can end meanwhile; what belongs to its thread may be looked at only there.
  static void for_each(const std::function<void(scheduler &)> &visit);
};

} // namespace async::detail
