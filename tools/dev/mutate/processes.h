// Runs work in child processes, so that a crash or a hang affects only that piece of work.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy::mutate {

/// Calls \p Work(0) … \p Work(Count - 1), each in a child process, \p Jobs at a time.
/// \returns when all have ended. A child older than \p Seconds is killed.
void inChildren(unsigned Count, unsigned Jobs, unsigned Seconds, llvm::function_ref<void(unsigned)> Work);

/// Forks: returns true in the child, which must end by endChild(); false in the parent, after the child has ended. A
/// child older than \p Seconds is killed.
bool splitAndWait(unsigned Seconds);

/// Ends a child without running any destructor.
[[noreturn]] void endChild();

} // namespace asynctidy::mutate
