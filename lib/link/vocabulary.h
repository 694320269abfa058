// The words of lib/link are those of lib/summaries.
#pragma once

#include "summaries/function-summary.h"

namespace asynctidy::link {

// Every file here speaks of nothing but summaries: this one directive, which reaches no other code of ours, instead of
// the same fifteen names in each.
using namespace summaries;

} // namespace asynctidy::link
