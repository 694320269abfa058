#include "facts/flow/flow-states.h"

#include "llvm/ADT/STLExtras.h"

#include <cassert>

namespace asynctidy::facts {

FlowStates::FlowStates(size_t Size, Value Usual) : Size(Size), Usual(Usual) {
  while (Whole < Size)
    Whole *= 2;
}

FlowStates::FlowStates(std::initializer_list<Value> Values) : FlowStates(Values.size(), 0) {
  for (size_t I = 0; const Value One : Values)
    set(I++, One);
}

FlowStates::Value FlowStates::operator[](size_t I) const {
  assert(I < Size);
  const Part *At = Root.get();
  for (size_t Length = Whole; At && Length > PerLeaf; I %= Length) {
    Length /= 2;
    At = At->Halves[I >= Length].get();
  }
  return At ? At->Values[I] : Usual;
}

void FlowStates::set(size_t I, Value To) {
  assert(I < Size);
  if ((*this)[I] != To)
    Root = changed(Root, Whole, I, To);
}

std::array<FlowStates::Value, FlowStates::PerLeaf> FlowStates::valuesOf(const PartPointer &Leaf) const {
  if (Leaf)
    return Leaf->Values;
  std::array<Value, PerLeaf> AllUsual;
  AllUsual.fill(Usual);
  return AllUsual;
}

FlowStates::PartPointer FlowStates::leaf(const std::array<Value, PerLeaf> &Values) const {
  if (llvm::all_of(Values, [this](Value One) { return One == Usual; }))
    return nullptr;
  auto New = llvm::makeIntrusiveRefCnt<Part>();
  New->Values = Values;
  return New;
}

FlowStates::PartPointer FlowStates::joined(PartPointer First, PartPointer Second) {
  if (!First && !Second)
    return nullptr;
  auto New = llvm::makeIntrusiveRefCnt<Part>();
  New->Halves = {std::move(First), std::move(Second)};
  return New;
}

FlowStates::PartPointer FlowStates::changed(const PartPointer &Old, size_t Length, size_t I, Value To) const {
  if (Length == PerLeaf) {
    std::array<Value, PerLeaf> Values = valuesOf(Old);
    Values[I] = To;
    return leaf(Values);
  }
  const size_t Middle = Length / 2;
  if (I < Middle)
    return joined(changed(half(Old, false), Middle, I, To), half(Old, true));
  return joined(half(Old, false), changed(half(Old, true), Middle, I - Middle, To));
}

bool FlowStates::unite(const FlowStates &Other) {
  assert(Size == Other.Size && Usual == Other.Usual);
  const PartPointer Old = Root;
  Root = united(Old, Other.Root, Whole);
  return Root != Old;
}

/// One of the two when nothing is new in the other.
FlowStates::PartPointer FlowStates::united(const PartPointer &A, const PartPointer &B, size_t Length) const {
  if (A == B || (!B && Usual == 0))
    return A;
  if (!A && Usual == 0)
    return B;
  if (Length == PerLeaf) {
    const std::array<Value, PerLeaf> Left = valuesOf(A), Right = valuesOf(B);
    std::array<Value, PerLeaf> Both;
    for (size_t I = 0; I < PerLeaf; ++I)
      Both[I] = Left[I] | Right[I];
    if (Both == Left || Both == Right)
      return Both == Left ? A : B;
    return leaf(Both);
  }
  const PartPointer First = united(half(A, false), half(B, false), Length / 2);
  const PartPointer Second = united(half(A, true), half(B, true), Length / 2);
  for (const PartPointer &Same : {A, B})
    if (First == half(Same, false) && Second == half(Same, true))
      return Same;
  return joined(First, Second);
}

bool FlowStates::operator==(const FlowStates &Other) const {
  return Size == Other.Size && Usual == Other.Usual && areEqual(Root, Other.Root, Whole);
}

bool FlowStates::areEqual(const PartPointer &A, const PartPointer &B, size_t Length) const {
  if (A == B || !A || !B) // a part in which all have the usual value is null
    return A == B;
  if (Length == PerLeaf)
    return A->Values == B->Values;
  return areEqual(A->Halves[0], B->Halves[0], Length / 2) && areEqual(A->Halves[1], B->Halves[1], Length / 2);
}

void FlowStates::forEachUnusual(llvm::function_ref<bool(size_t, Value)> Visit) const { visit(Root, Whole, 0, Visit); }

bool FlowStates::visit(const PartPointer &Of, size_t Length, size_t First,
                       llvm::function_ref<bool(size_t, Value)> Visit) const {
  if (!Of)
    return true;
  if (Length > PerLeaf)
    return visit(Of->Halves[0], Length / 2, First, Visit) &&
           visit(Of->Halves[1], Length / 2, First + Length / 2, Visit);
  for (size_t I = 0; I < PerLeaf; ++I)
    if (Of->Values[I] != Usual && !Visit(First + I, Of->Values[I]))
      return false;
  return true;
}

} // namespace asynctidy::facts
