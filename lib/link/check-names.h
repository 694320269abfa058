// The checks of lib/link by the names users know.
#pragma once

#include "link/function-facts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <utility>

namespace asynctidy::link {

inline constexpr std::pair<Checks, llvm::StringLiteral> CheckNames[] = {
    {BlockingCall, "async-blocking-call"},
    {BlockingWait, "async-blocking-wait"},
    {LockOrder, "async-lock-order"},
    {SelfDeadlock, "async-self-deadlock"},
};

inline constexpr Checks AllChecks = static_cast<Checks>(BlockingCall | BlockingWait | LockOrder | SelfDeadlock);

/// \p Check is one check.
inline llvm::StringRef nameOf(Checks Check) {
  return llvm::find_if(CheckNames, [&](const auto &Known) { return Known.first == Check; })->second;
}

} // namespace asynctidy::link
