// Makes the names of lib/summaries available in lib/link.
#pragma once

#include "summaries/function-summary.h"

namespace asynctidy::link {

// One directive instead of the same fifteen using-declarations in each file; no code outside of lib/link sees it.
using namespace summaries;

} // namespace asynctidy::link
