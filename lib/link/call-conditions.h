// Translates conditions of a callee into the caller's terms.
#pragma once

#include "link/vocabulary.h"

#include <optional>

namespace asynctidy::link {

/// The condition \p Inside of the callee at the call \p C, in the caller's terms; nothing when it can never hold.
std::optional<Condition> inCaller(Condition Inside, const Call &C);

/// The parameters of the caller that take part in conditions of the call \p C, and in those of the callee that its
/// parameters \p Inside decide.
ParameterSet decidedInCaller(ParameterSet Inside, const Call &C);

/// Whether the call \p C gives a constant for a parameter of \p Inside: then the conditions that it decides hold for
/// this call always or never, and it is not known which.
bool isDecidedBy(ParameterSet Inside, const Call &C);

} // namespace asynctidy::link
