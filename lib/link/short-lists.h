// Memory for very many short lists.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Allocator.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace asynctidy::link {

/// Lists of at most \p Most elements each, by number. Most lists are full or nearly empty: what a list leaves behind
/// when it grows is used for another one.
template <class T, uint32_t Most> class ShortLists {
  static_assert(std::is_trivially_copyable_v<T>);

public:
  explicit ShortLists(size_t Lists) : Known(Lists) {}

  size_t size(size_t I) const { return Known[I].Size; }
  llvm::ArrayRef<T> operator[](size_t I) const { return {Known[I].First, Known[I].Size}; }

  /// Adds \p Element, which may be one of that list, which must not be full.
  void add(size_t I, T Element) {
    ListOf &L = Known[I];
    if (L.Size == Rooms[L.Room])
      grow(L);
    L.First[L.Size++] = Element;
  }

private:
  static constexpr std::array<uint32_t, 3> Rooms = {0, 4, Most};
  struct ListOf {
    T *First = nullptr;
    uint32_t Size = 0;
    uint32_t Room = 0; ///< index of Rooms
  };

  void grow(ListOf &L) {
    std::vector<T *> &Unused = Left[L.Room + 1];
    T *Next;
    if (Unused.empty()) {
      Next = Memory.template Allocate<T>(Rooms[L.Room + 1]);
    } else {
      Next = Unused.back();
      Unused.pop_back();
    }
    if (L.First) {
      std::memcpy(static_cast<void *>(Next), L.First, L.Size * sizeof(T));
      Left[L.Room].push_back(L.First);
    }
    L.First = Next;
    ++L.Room;
  }

  llvm::BumpPtrAllocator Memory;
  std::vector<ListOf> Known;
  std::array<std::vector<T *>, Rooms.size()> Left; ///< by room
};

} // namespace asynctidy::link
