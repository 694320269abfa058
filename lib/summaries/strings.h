// Interned strings: the facts of a large program repeat few names and paths very often.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"

#include <cstdint>
#include <vector>

namespace asynctidy::summaries {

/// The number of a text in one table of Strings; 0 is the empty text.
using Text = uint32_t;

/// Stores every text once. The texts live as long as the table. Not thread-safe.
class Strings {
public:
  Strings() { add(""); }
  Strings(const Strings &) = delete;
  Strings &operator=(const Strings &) = delete;

  /// The number of \p S, which is added if it is new.
  Text add(llvm::StringRef S);
  llvm::StringRef operator[](Text T) const { return Texts[T]; }
  size_t size() const { return Texts.size(); }

  /// Memory that lives as long as the texts, for lists of facts that name them.
  llvm::BumpPtrAllocator &memory() { return Memory; }

private:
  /// A place of the hash table, in which texts follow each other without a gap from where their hash says.
  struct Slot {
    uint32_t Hash = 0;
    uint32_t Number = 0; ///< of the text, and 1 more; 0: free
  };

  /// The slot of \p S, or the one that it would get.
  size_t slotOf(llvm::StringRef S, uint32_t Hash) const;
  void grow();

  llvm::BumpPtrAllocator Memory;
  std::vector<llvm::StringRef> Texts;
  std::vector<Slot> Slots; ///< a power of two of them
};

} // namespace asynctidy::summaries
