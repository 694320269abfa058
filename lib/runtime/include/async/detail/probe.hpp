#pragma once

#include "async/timer.hpp"

#include <pthread.h>

namespace async::detail {

/// Calls \p look on \p thread, whatever that thread does, in a signal handler (of SIGURG; a handler that was installed
/// before still gets its signals). So \p look must be async-signal-safe; it may read data of that thread without a
/// lock. It gets the address of the interrupted instruction, or null where that is not known.
///
/// Returns true after \p look has returned, or false when the thread did not take the signal within \p patience: then
/// \p look will not be called. A system call that the thread waits in may end early (EINTR).
bool probe(pthread_t thread, void (*look)(void *context, const void *interrupted), void *context, duration patience);

} // namespace async::detail
