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

/// A set of parameters, by index; those from the 33rd on are never in it.
class ParameterSet {
public:
  static constexpr unsigned Most = 32;

  void insert(unsigned Index) { Bits |= Index < Most ? uint32_t(1) << Index : 0; }
  bool contains(unsigned Index) const { return Index < Most && (Bits >> Index) & 1; }
  bool empty() const { return Bits == 0; }
  bool isSubsetOf(ParameterSet Others) const { return (Bits & ~Others.Bits) == 0; }
  ParameterSet &operator|=(ParameterSet Others) {
    Bits |= Others.Bits;
    return *this;
  }
  bool operator==(const ParameterSet &) const = default;

  /// The set as a number, for files.
  uint32_t code() const { return Bits; }
  static ParameterSet fromCode(uint32_t Code) {
    ParameterSet Read;
    Read.Bits = Code;
    return Read;
  }

private:
  uint32_t Bits = 0;
};

} // namespace asynctidy::summaries
