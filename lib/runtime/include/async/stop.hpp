#pragma once

#include <source_location>
#include <stop_token>

namespace async {

/// A view of the cancellation of the task that calls this, for what does not wait with co_await: it is stopped when
/// another task asks the task to end, by a handle, a timeout or a task group. In a shield, only requests from inside of
/// it count.
///
/// May be used by any thread, and outlive the task. Its callbacks run inside of the call that cancels. A token that was
/// stopped stays so, even if the request is taken back (a timeout that was reached); then ask for a new one.
/// \throws usage_error outside of tasks
std::stop_token current_stop_token(std::source_location where = std::source_location::current());

} // namespace async
