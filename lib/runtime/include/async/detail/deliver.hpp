#pragma once

#include "async/report.hpp"

#include <memory>

namespace async::detail {

/// The report handler of one loop, shared with those who make reports of the loop from outside; null when it never had
/// one, and empty when it has none now.
using loop_handler = std::shared_ptr<report_handler>;

/// Hands \p made to \p of_loop or else to the process's handler; no two calls at the same time.
void deliver(const report &made, const loop_handler &of_loop);

/// Sets what is in \p slot, which is not null, and returns what was. That is called no more then.
report_handler exchange_handler(const loop_handler &slot, report_handler handler);

} // namespace async::detail
