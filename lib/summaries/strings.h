// Interned strings: the facts of a large program repeat few names and paths very often.
#pragma once

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

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
  Text add(llvm::StringRef S) {
    const auto [Known, New] = Numbers.try_emplace(S, static_cast<Text>(Texts.size()));
    if (New)
      Texts.push_back(Known->getKey());
    return Known->second;
  }
  llvm::StringRef operator[](Text T) const { return Texts[T]; }
  size_t size() const { return Texts.size(); }

private:
  llvm::StringMap<Text> Numbers;
  std::vector<llvm::StringRef> Texts;
};

} // namespace asynctidy::summaries
