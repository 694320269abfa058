// What a call makes of the conditions in the function it calls.
#pragma once

#include "link/vocabulary.h"

#include <optional>

namespace asynctidy::link {

/// When what happens in the callee only if \p Inside happens by the call \p C, in the caller's terms; nothing for
/// never.
std::optional<Condition> inCaller(Condition Inside, const Call &C);

} // namespace asynctidy::link
