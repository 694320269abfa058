// Lists of facts: millions of them are read at once, so they can be views of elements that lie together elsewhere.
#pragma once

#include "llvm/ADT/ArrayRef.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace asynctidy::summaries {

/// A sequence that owns its elements, or is a view of elements that live longer. A copy owns its elements; a view that
/// grows becomes the owner of copies.
template <class T> class List {
public:
  using value_type = T;
  using iterator = T *;
  using const_iterator = const T *;

  List() = default;
  List(std::initializer_list<T> Elements) { append(Elements.begin(), Elements.end()); }
  List(const std::vector<T> &Elements) { append(Elements.begin(), Elements.end()); }
  List(const List &Other) { append(Other.begin(), Other.end()); }
  List(List &&Other) noexcept { swap(Other); }
  List &operator=(List Other) noexcept {
    swap(Other);
    return *this;
  }
  ~List() { clear(); }

  /// A view of elements that must live longer, and that nothing destroys.
  static List view(T *First, size_t Size) {
    List Made;
    Made.First = First;
    Made.Size = static_cast<uint32_t>(Size);
    return Made;
  }

  operator llvm::ArrayRef<T>() const { return {First, Size}; }
  T *begin() { return First; }
  T *end() { return First + Size; }
  const T *begin() const { return First; }
  const T *end() const { return First + Size; }
  auto rbegin() const { return std::reverse_iterator(end()); }
  auto rend() const { return std::reverse_iterator(begin()); }
  T *data() { return First; }
  const T *data() const { return First; }
  size_t size() const { return Size; }
  bool empty() const { return Size == 0; }
  T &operator[](size_t I) { return First[I]; }
  const T &operator[](size_t I) const { return First[I]; }
  T &front() { return *First; }
  const T &front() const { return *First; }
  T &back() { return First[Size - 1]; }
  const T &back() const { return First[Size - 1]; }

  void push_back(T Element) { emplace_back(std::move(Element)); }
  template <class... Arguments> T &emplace_back(Arguments &&...From) {
    if (Size >= Capacity) {
      T Made{std::forward<Arguments>(From)...}; // it may be a copy of an element
      grow(Size + 1);
      return *std::construct_at(First + Size++, std::move(Made));
    }
    return *std::construct_at(First + Size++, std::forward<Arguments>(From)...);
  }
  void pop_back() { resize(Size - 1); }
  /// \p From must not be of this list.
  template <class Iterator> void append(Iterator From, Iterator To) {
    grow(Size + static_cast<size_t>(std::distance(From, To)));
    for (; From != To; ++From)
      std::construct_at(First + Size++, *From);
  }
  void resize(size_t NewSize) {
    grow(std::max<size_t>(NewSize, Size));
    for (; Size < NewSize; ++Size)
      std::construct_at(First + Size);
    for (; Size > NewSize; --Size)
      std::destroy_at(First + Size - 1);
  }
  void clear() {
    if (Capacity) {
      std::destroy(begin(), end());
      std::allocator<T>().deallocate(First, Capacity);
    }
    First = nullptr;
    Size = Capacity = 0;
  }

  friend bool operator==(const List &A, const List &B) { return std::equal(A.begin(), A.end(), B.begin(), B.end()); }
  friend bool operator<(const List &A, const List &B) {
    return std::lexicographical_compare(A.begin(), A.end(), B.begin(), B.end());
  }

private:
  void swap(List &Other) noexcept {
    std::swap(First, Other.First);
    std::swap(Size, Other.Size);
    std::swap(Capacity, Other.Capacity);
  }

  /// Makes room for \p Least elements that this owns.
  void grow(size_t Least) {
    if (Least <= Capacity)
      return;
    const size_t Room = Capacity ? std::max<size_t>(Least, size_t(Capacity) * 2) : Least;
    T *const Moved = std::allocator<T>().allocate(Room);
    const bool Owns = Capacity != 0;
    for (uint32_t I = 0; I < Size; ++I)
      if (Owns)
        std::construct_at(Moved + I, std::move(First[I]));
      else
        std::construct_at(Moved + I, First[I]);
    const uint32_t Kept = Size;
    clear();
    First = Moved;
    Size = Kept;
    Capacity = static_cast<uint32_t>(Room);
  }

  T *First = nullptr;
  uint32_t Size = 0;
  uint32_t Capacity = 0; ///< 0: of a view
};

} // namespace asynctidy::summaries
