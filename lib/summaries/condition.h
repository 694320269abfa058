// What a function's caller decides by an argument that is true or false.
#pragma once

#include <cstdint>

namespace asynctidy::summaries {

/// What decides whether something happens at all: a parameter of the function, of type bool, that keeps its value.
struct Condition {
  uint16_t Code = 0; ///< 0: nothing does, it happens in any case

  static constexpr uint16_t MostCode = 2 * 256;

  Condition() = default;
  /// It happens only where the \p Parameter-th is \p Value.
  Condition(uint8_t Parameter, bool Value) : Code(static_cast<uint16_t>(1 + 2 * Parameter + Value)) {}

  explicit operator bool() const { return Code != 0; }
  uint8_t parameter() const { return static_cast<uint8_t>((Code - 1) / 2); }
  bool value() const { return (Code - 1) % 2; }
  bool operator==(const Condition &) const = default;
};

} // namespace asynctidy::summaries
