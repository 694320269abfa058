#include "driver/cache-world.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <vector>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr size_t LongestPath = 1 << 16;
enum Flags : uint64_t { KindBits = 3, HasContent = 4, HasListing = 8, HasRealPath = 16, AllFlags = 31 };

template <class T> bool merge(std::optional<T> &Known, const std::optional<T> &New) {
  if (!Known)
    Known = New;
  return !New || *Known == *New;
}

void write(const Seen &What, ByteWriter &Out) {
  Out.number(uint64_t(What.Is) | (What.Content ? HasContent : 0) | (What.Listing ? HasListing : 0) |
             (What.RealPath ? HasRealPath : 0));
  Out.number(What.Is == Seen::Kind::Missing ? static_cast<uint32_t>(What.Error) : What.Object);
  if (What.Content)
    Out.digest(*What.Content);
  if (What.Listing)
    Out.digest(*What.Listing);
  if (What.RealPath)
    Out.text(*What.RealPath);
}

Seen readSeen(ByteReader &In) {
  Seen What;
  const uint64_t Bits = In.number(), Number = In.number();
  if (Bits > AllFlags || Number > UINT32_MAX)
    In.fail();
  What.Is = static_cast<Seen::Kind>(Bits & KindBits);
  if (What.Is == Seen::Kind::Missing)
    What.Error = static_cast<int>(Number);
  else
    What.Object = static_cast<uint32_t>(Number);
  if (Bits & HasContent)
    What.Content = In.digest();
  if (Bits & HasListing)
    What.Listing = In.digest();
  if (Bits & HasRealPath)
    What.RealPath = In.text().str();
  return What;
}

} // namespace

void World::note(StringRef Path, const Seen &What) {
  if (!Path.starts_with("/") || Path.contains('\0') || Path.size() > LongestPath)
    return giveUp();
  const auto [At, New] = Paths.try_emplace(Path, What);
  if (New)
    return;
  Seen &Known = At->second;
  if (Known.Is != What.Is || Known.Error != What.Error || Known.Object != What.Object ||
      !merge(Known.Content, What.Content) || !merge(Known.Listing, What.Listing) ||
      !merge(Known.RealPath, What.RealPath))
    giveUp();
}

// In the order of the paths, each of which is written as what differs from the one before.
std::string World::toBytes() const {
  std::vector<const llvm::StringMapEntry<Seen> *> Sorted;
  for (const auto &Entry : Paths)
    Sorted.push_back(&Entry);
  llvm::sort(Sorted, [](const auto *A, const auto *B) { return A->first() < B->first(); });
  ByteWriter Out;
  StringRef Before;
  for (const auto *Entry : Sorted) {
    const StringRef Path = Entry->first();
    const size_t Shared =
        std::mismatch(Path.begin(), Path.begin() + std::min(Path.size(), Before.size()), Before.begin()).first -
        Path.begin();
    Out.number(Shared);
    Out.text(Path.drop_front(Shared));
    write(Entry->second, Out);
    Before = Path;
  }
  return std::move(Out.Bytes);
}

bool forEachSeen(StringRef Bytes, llvm::function_ref<bool(StringRef, const Seen &)> Visit) {
  ByteReader In(Bytes);
  std::string Path;
  while (In.left()) {
    const uint64_t Shared = In.number();
    const StringRef Rest = In.text();
    const Seen What = readSeen(In);
    if (In.failed() || Shared > Path.size() || Shared + Rest.size() > LongestPath)
      return false;
    Path.resize(Shared);
    Path += Rest;
    if (!StringRef(Path).starts_with("/") || StringRef(Path).contains('\0') || !Visit(Path, What))
      return false;
  }
  return In.isDone();
}

} // namespace asynctidy::driver
