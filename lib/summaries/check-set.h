// The checks of the whole program, their names, and sets of them.
#pragma once

#include "summaries/enum-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <utility>

namespace asynctidy::summaries {

/// A check. Facts files store its number.
enum class CheckId : uint8_t { BlockingCall, BlockingWait, LockOrder, SelfDeadlock };

inline constexpr std::pair<CheckId, llvm::StringLiteral> CheckNames[] = {
    {CheckId::BlockingCall, "async-blocking-call"},
    {CheckId::BlockingWait, "async-blocking-wait"},
    {CheckId::LockOrder, "async-lock-order"},
    {CheckId::SelfDeadlock, "async-self-deadlock"},
};

inline llvm::StringRef nameOf(CheckId Check) {
  return llvm::find_if(CheckNames, [&](const auto &Known) { return Known.first == Check; })->second;
}

using CheckSet = EnumSet<CheckId, CheckNames>;

constexpr CheckSet operator|(CheckId One, CheckId Other) { return CheckSet(One) | CheckSet(Other); }

} // namespace asynctidy::summaries
