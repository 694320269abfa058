#pragma once

#include <source_location>
#include <stop_token>

namespace async {

/// A stop token for the cancellation of the calling task, for code that does not wait with co_await: it is stopped when
/// a handle, a timeout or a task group requests cancellation of the task. In a shield, only requests from inside of it
/// count.
///
/// May be used by any thread, and outlive the task. Its callbacks run inside of the call that cancels. A stopped token
/// stays stopped, even if the request is withdrawn (as by a timeout that was reached); then get a new one.
/// \throws usage_error outside of tasks
std::stop_token current_stop_token(std::source_location where = std::source_location::current());

} // namespace async
