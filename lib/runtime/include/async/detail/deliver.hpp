#pragma once

#include "async/report.hpp"

#include <memory>
#include <utility>

namespace async::detail {

/// The report handler of one loop, shared with the watcher thread that reports about the loop from outside. Null when
/// the loop never had a handler, empty when it has none now.
using loop_handler = std::shared_ptr<report_handler>;

/// Announces a report that another thread will deliver: with ASYNC_DEBUG=error the process fails from now on, and does
/// not end while this lives, or not at once. To be made while the loop that the report is about still runs.
class report_under_way {
public:
  report_under_way();
  report_under_way(report_under_way &&other) noexcept : counts_(std::exchange(other.counts_, false)) {}
  ~report_under_way();

private:
  bool counts_ = true;
};

/// Passes \p made to \p of_loop, or else to the process's handler; calls are serialized.
void deliver(const report &made, const loop_handler &of_loop);

/// Replaces the handler in \p slot, which must not be null, and returns the old one, which is not called any more.
report_handler exchange_handler(const loop_handler &slot, report_handler handler);

} // namespace async::detail
