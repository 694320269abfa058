// Conditions on a bool parameter.
#pragma once

#include <cstdint>

namespace asynctidy::summaries {

/// The condition under which a part of a function runs: the value of one of its bool parameters, which it never
/// changes.
struct Condition {
  uint16_t Code = 0; ///< 0: no condition, it always runs

  static constexpr uint16_t MostCode = 2 * 256;

  Condition() = default;
  /// It runs only when the parameter with the index \p Parameter is \p Value.
  Condition(uint8_t Parameter, bool Value) : Code(static_cast<uint16_t>(1 + 2 * Parameter + Value)) {}

  explicit operator bool() const { return Code != 0; }
  uint8_t parameter() const { return static_cast<uint8_t>((Code - 1) / 2); }
  bool value() const { return (Code - 1) % 2; }
  bool operator==(const Condition &) const = default;
};

} // namespace asynctidy::summaries
