// One cause is reported once.
#pragma once

#include "link/finding.h"

#include <vector>

namespace asynctidy::link {

/// A blocking call in a coroutine, before it is decided what is reported.
struct BlockedAt {
  Finding Said;
  Text Culprit = 0; ///< the called function, quoted
  Text Local = 0;   ///< the coroutine's local that is made, used or destroyed there; 0 for none
  Place End;        ///< the call that blocks the thread, below
};

/// The findings of one coroutine for \p Calls, by place. An object that blocks wherever it is used is one finding, and
/// so are calls that block in one place below, unless on different objects: the first has a note for each of the
/// others.
std::vector<Finding> oneForEachCause(std::vector<BlockedAt> Calls, const Strings &Names);

} // namespace asynctidy::link
