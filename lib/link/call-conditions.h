// Translates conditions of a callee into the caller's terms.
#pragma once

#include "link/vocabulary.h"

#include <optional>

namespace asynctidy::link {

/// The condition \p Inside of the callee at the call \p C, in the caller's terms; nothing when it can never hold.
std::optional<Condition> inCaller(Condition Inside, const Call &C);

} // namespace asynctidy::link
