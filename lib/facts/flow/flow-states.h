// A vector of small sets, one for each thing that an analysis follows along the paths of a function.
#pragma once

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <array>
#include <cstddef>
#include <initializer_list>

namespace asynctidy::facts {

/// The states of all things at one point. Copies share what they have in common: a copy costs nothing, a change little,
/// and uniting two vectors as much as they differ. A function with many locals would else need one byte for each local
/// at each point.
class FlowStates {
  using Value = unsigned char;

public:
  FlowStates() = default;
  FlowStates(size_t Size, Value Usual);
  FlowStates(std::initializer_list<Value> Values);

  size_t size() const { return Size; }
  Value operator[](size_t I) const;
  void set(size_t I, Value To);

  /// Adds to each set what \p Other, of the same size and usual value, has in it. Returns whether any has grown.
  bool unite(const FlowStates &Other);

  bool operator==(const FlowStates &Other) const;

  /// Calls \p Visit for each value that is not the usual one, in order, as long as it returns true.
  void forEachUnusual(llvm::function_ref<bool(size_t, Value)> Visit) const;

private:
  static constexpr size_t PerLeaf = 8;

  /// A part of the vector: a leaf with its values, or its two halves. Null stands for a part where all have the usual
  /// value.
  struct Part;
  using PartPointer = llvm::IntrusiveRefCntPtr<const Part>;
  struct Part : llvm::RefCountedBase<Part> {
    std::array<PartPointer, 2> Halves;
    std::array<Value, PerLeaf> Values;
  };

  PartPointer leaf(const std::array<Value, PerLeaf> &Values) const;
  static PartPointer joined(PartPointer First, PartPointer Second);
  PartPointer changed(const PartPointer &Old, size_t Length, size_t I, Value To) const;
  PartPointer united(const PartPointer &A, const PartPointer &B, size_t Length) const;
  bool areEqual(const PartPointer &A, const PartPointer &B, size_t Length) const;
  bool visit(const PartPointer &Of, size_t Length, size_t First, llvm::function_ref<bool(size_t, Value)> Visit) const;
  std::array<Value, PerLeaf> valuesOf(const PartPointer &Leaf) const;
  static PartPointer half(const PartPointer &Of, bool Second) { return Of ? Of->Halves[Second] : PartPointer(); }

  size_t Size = 0;
  size_t Whole = PerLeaf; ///< how many values the parts have room for: PerLeaf times a power of two
  Value Usual = 0;
  PartPointer Root;
};

} // namespace asynctidy::facts
