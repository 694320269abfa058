// Sets of the values of a small enumeration.
#pragma once

#include <cstdint>

namespace asynctidy::summaries {

/// A set of values of \p Enum. \p Named is an array of pairs of each value and its text.
template <class Enum, const auto &Named> class EnumSet {
public:
  constexpr EnumSet() = default;
  constexpr EnumSet(Enum Only) : Bits(static_cast<uint16_t>(1 << static_cast<unsigned>(Only))) {}

  static constexpr EnumSet all() {
    EnumSet All;
    for (const auto &Known : Named)
      All |= Known.first;
    return All;
  }

  constexpr bool empty() const { return Bits == 0; }
  constexpr bool contains(EnumSet Others) const { return (Bits & Others.Bits) == Others.Bits; }
  constexpr EnumSet &operator|=(EnumSet Others) {
    Bits |= Others.Bits;
    return *this;
  }
  friend constexpr EnumSet operator|(EnumSet Some, EnumSet Others) { return Some |= Others; }
  bool operator==(const EnumSet &) const = default;

  /// The set as a number, for files: at most all().code().
  constexpr uint16_t code() const { return Bits; }
  static constexpr EnumSet fromCode(uint16_t Code) {
    EnumSet Read;
    Read.Bits = Code;
    return Read;
  }

private:
  uint16_t Bits = 0; ///< one for each value
};

} // namespace asynctidy::summaries
