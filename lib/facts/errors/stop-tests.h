// Where a coroutine asks whether somebody wants it to stop.
#pragma once

#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"

namespace asynctidy::facts {

/// The parts of conditions in \p Body on which a coroutine leaves because it was told to: a token, a flag or a state
/// that somebody else changes. Counts, sizes and the results of awaits are none.
Statements stopTestsIn(const clang::Stmt *Body);

} // namespace asynctidy::facts
