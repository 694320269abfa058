#include "summaries/strings.h"

#include "llvm/Support/xxhash.h"

namespace asynctidy::summaries {

static constexpr size_t FirstSlots = 1024;

size_t Strings::slotOf(llvm::StringRef S, uint32_t Hash) const {
  for (size_t I = Hash & (Slots.size() - 1);; I = (I + 1) & (Slots.size() - 1)) {
    const Slot &Here = Slots[I];
    if (!Here.Number || (Here.Hash == Hash && Texts[Here.Number - 1] == S))
      return I;
  }
}

Text Strings::add(llvm::StringRef S) {
  if (Texts.size() * 4 >= Slots.size() * 3)
    grow();
  const auto Hash = static_cast<uint32_t>(llvm::xxHash64(S));
  Slot &Here = Slots[slotOf(S, Hash)];
  if (!Here.Number) {
    Texts.push_back(S.copy(Memory));
    Here = {Hash, static_cast<uint32_t>(Texts.size())};
  }
  return Here.Number - 1;
}

void Strings::grow() {
  std::vector<Slot> Old(std::max(FirstSlots, Slots.size() * 2));
  Old.swap(Slots);
  for (const Slot &Known : Old) {
    if (!Known.Number)
      continue;
    size_t I = Known.Hash & (Slots.size() - 1);
    while (Slots[I].Number)
      I = (I + 1) & (Slots.size() - 1);
    Slots[I] = Known;
  }
}

} // namespace asynctidy::summaries
