#pragma once

#include "async/timer.hpp"

#include <pthread.h>

namespace async::detail {

/// Has \p look called on \p thread, whatever that thread does, in a signal handler (SIGURG, which no other handler
/// loses). So \p look must be async-signal-safe; what that thread owns it may read without a lock. It is told which
/// instruction the signal has interrupted; null where that is not known.
///
/// Returns when \p look has, or false when the thread did not take the signal within \p patience: then \p look will not
/// be called. A call that the thread waits in may end early (EINTR).
bool probe(pthread_t thread, void (*look)(void *context, const void *interrupted), void *context, duration patience);

} // namespace async::detail
