#pragma once

#include "async/detail/bell.hpp"
#include "async/detail/deliver.hpp"
#include "async/detail/watch.hpp"
#include "async/report.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

namespace async::detail {

/// The thread that looks at loops which cannot look at themselves. One for the process, from the first use to the end.
class watcher {
public:
  static watcher &instance();

  void add(watch &added);
  /// When this returns, \p removed is looked at no more.
  void remove(watch &removed);

  /// Has the tasks of all loops written to \p to soon. Async-signal-safe.
  void request_dump(int to) noexcept;

private:
  watcher();

  void work();
  /// What is to be reported, and to which handler. The loop may be gone by then.
  struct finding {
    report made;
    loop_handler to;
    report_under_way announced;
  };

  /// Looks at all loops; returns the reports to be made, and in \p next when to look again.
  std::vector<finding> look(std::optional<time_point> &next);
  std::optional<report> look_at(watch &watched, time_point now, time_point &next);

  bell bell_;
  std::atomic<int> dump_to_;
  std::mutex lock_;
  std::vector<watch *> watches_;
};

/// Writes the tasks of all loops to \p to.
void dump_all_loops(int to);

} // namespace async::detail
