#include "driver/cache-stamps.h"

#include <algorithm>
#include <sys/stat.h>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

int64_t nanoseconds(const timespec &Time) { return int64_t(Time.tv_sec) * 1'000'000'000 + Time.tv_nsec; }

} // namespace

Stamp stampOf(const struct stat &Status) {
  return {static_cast<uint64_t>(Status.st_size), Status.st_ino, nanoseconds(Status.st_mtim),
          nanoseconds(Status.st_ctim)};
}

bool isRacy(const Stamp &S, int64_t Now) {
  constexpr int64_t Step = 2'000'000'000;
  return std::max(S.Modified, S.Changed) > Now - Step;
}

void Stamps::read(StringRef Bytes) {
  ByteReader In(Bytes);
  llvm::StringMap<Known> Read;
  while (In.left()) {
    const StringRef Path = In.text();
    Known K;
    K.When.Size = In.number();
    K.When.Inode = In.number();
    K.When.Modified = static_cast<int64_t>(In.number());
    K.When.Changed = static_cast<int64_t>(In.number());
    K.Content = In.digest();
    Read[Path] = K;
  }
  if (In.isDone())
    Files = std::move(Read);
}

std::string Stamps::toBytes() const {
  const bool Full = Files.size() > Most;
  ByteWriter Out;
  for (const auto &Entry : Files) {
    const Known &K = Entry.second;
    if (Full && !K.Used)
      continue;
    Out.text(Entry.first());
    Out.number(K.When.Size);
    Out.number(K.When.Inode);
    Out.number(static_cast<uint64_t>(K.When.Modified));
    Out.number(static_cast<uint64_t>(K.When.Changed));
    Out.digest(K.Content);
  }
  return std::move(Out.Bytes);
}

std::optional<Digest> Stamps::find(StringRef Path, const Stamp &Now) const {
  const auto At = Files.find(Path);
  if (At == Files.end() || At->second.When != Now)
    return std::nullopt;
  At->second.Used = true;
  return At->second.Content;
}

void Stamps::add(StringRef Path, const Stamp &Now, const Digest &Content) {
  Files[Path] = {Now, Content, true};
  New = true;
}

} // namespace asynctidy::driver
