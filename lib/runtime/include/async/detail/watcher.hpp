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

/// The thread that watches loops, which cannot report while they are blocked. One for the process, from the first use
/// to the end.
class watcher {
public:
  static watcher &instance();

  void add(watch &added);
  /// After this returns, \p removed is not accessed any more.
  void remove(watch &removed);

  /// Requests a dump of the tasks of all loops to \p to. Async-signal-safe.
  void request_dump(int to) noexcept;

private:
  watcher();

  void work();
  /// A report and the handler for it. The loop may have ended when it is delivered.
  struct finding {
    report made;
    loop_handler to;
    report_under_way announced;
  };

  /// Examines all loops; returns the reports to make, and in \p next the time of the next examination.
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
