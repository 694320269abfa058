// The checks of the whole program, their names, and sets of them.
#pragma once

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

/// A set of checks.
class CheckSet {
public:
  constexpr CheckSet() = default;
  constexpr CheckSet(CheckId Only) : Bits(static_cast<uint8_t>(1 << static_cast<unsigned>(Only))) {}

  static constexpr CheckSet all() {
    CheckSet All;
    for (const auto &Known : CheckNames)
      All |= Known.first;
    return All;
  }

  constexpr bool contains(CheckId Check) const { return (Bits & CheckSet(Check).Bits) != 0; }
  constexpr CheckSet &operator|=(CheckSet Others) {
    Bits |= Others.Bits;
    return *this;
  }
  bool operator==(const CheckSet &) const = default;

  /// The set as a number, for files: at most all().code().
  constexpr uint8_t code() const { return Bits; }
  static constexpr CheckSet fromCode(uint8_t Code) {
    CheckSet Read;
    Read.Bits = Code;
    return Read;
  }

private:
  uint8_t Bits = 0; ///< one for each check
};

constexpr CheckSet operator|(CheckSet Some, CheckSet Others) { return Some |= Others; }
constexpr CheckSet operator|(CheckId One, CheckId Other) { return CheckSet(One) | CheckSet(Other); }

} // namespace asynctidy::summaries
