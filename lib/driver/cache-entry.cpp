#include "driver/cache-entry.h"

#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"

using llvm::StringRef;
namespace compression = llvm::compression;

namespace asynctidy::driver {
namespace {

constexpr StringRef EntryMagic = "async-tidy cache 1 entry\n";
/// More is taken for damage, and that much memory is not asked for.
constexpr uint64_t MostBytes = uint64_t(256) << 20;

enum Form : uint64_t { Plain, Zlib, Zstd };

void pack(StringRef Text, ByteWriter &Out) {
  llvm::SmallVector<uint8_t, 0> Packed;
  Form How = Plain;
  if (compression::zstd::isAvailable()) {
    How = Zstd;
    compression::zstd::compress(llvm::arrayRefFromStringRef(Text), Packed);
  } else if (compression::zlib::isAvailable()) {
    How = Zlib;
    compression::zlib::compress(llvm::arrayRefFromStringRef(Text), Packed);
  }
  Out.number(How);
  Out.number(Text.size());
  Out.text(How == Plain ? Text : llvm::toStringRef(Packed));
}

std::optional<std::string> unpack(ByteReader &In) {
  const uint64_t How = In.number(), Size = In.number();
  const StringRef Packed = In.text();
  if (In.failed() || Size > MostBytes)
    return std::nullopt;
  if (How == Plain)
    return Packed.str();
  const bool IsKnown =
      (How == Zstd && compression::zstd::isAvailable()) || (How == Zlib && compression::zlib::isAvailable());
  if (!IsKnown)
    return std::nullopt;
  llvm::SmallVector<uint8_t, 0> Text;
  llvm::Error Failed = How == Zstd ? compression::zstd::decompress(llvm::arrayRefFromStringRef(Packed), Text, Size)
                                   : compression::zlib::decompress(llvm::arrayRefFromStringRef(Packed), Text, Size);
  if (Failed) {
    llvm::consumeError(std::move(Failed));
    return std::nullopt;
  }
  return Text.size() == Size ? std::optional(llvm::toStringRef(Text).str()) : std::nullopt;
}

} // namespace

std::string sealed(StringRef Magic, StringRef Content) {
  ByteWriter Out;
  Out.Bytes = Magic.str();
  Out.digest(digestOf(Content));
  Out.Bytes += Content;
  return std::move(Out.Bytes);
}

std::optional<StringRef> unsealed(StringRef Magic, StringRef Bytes) {
  if (!Bytes.consume_front(Magic))
    return std::nullopt;
  ByteReader In(Bytes);
  const Digest Written = In.digest();
  if (In.failed())
    return std::nullopt;
  const StringRef Content = Bytes.drop_front(Written.size());
  return digestOf(Content) == Written ? std::optional(Content) : std::nullopt;
}

std::string toBytes(const CacheEntry &Entry, const Digest &Key) {
  ByteWriter Packed;
  Packed.text(Entry.Result);
  Packed.text(Entry.Answers);
  Packed.text(Entry.World);
  ByteWriter Out;
  Out.digest(Key);
  Out.text(Entry.Errors);
  Out.number(Entry.Facts.has_value());
  Out.text(Entry.Facts.value_or("")); // compressed already
  pack(Packed.Bytes, Out);
  return sealed(EntryMagic, Out.Bytes);
}

std::optional<CacheEntry> entryFrom(StringRef Bytes, const Digest &Key) {
  const std::optional<StringRef> Content = unsealed(EntryMagic, Bytes);
  if (!Content)
    return std::nullopt;
  ByteReader In(*Content);
  if (In.digest() != Key)
    return std::nullopt;
  CacheEntry Entry;
  Entry.Errors = In.text().str();
  const bool HasFacts = In.number() != 0;
  if (const StringRef Facts = In.text(); HasFacts)
    Entry.Facts = Facts.str();
  const std::optional<std::string> Unpacked = unpack(In);
  if (!Unpacked || !In.isDone())
    return std::nullopt;
  ByteReader Rest(*Unpacked);
  Entry.Result = Rest.text().str();
  Entry.Answers = Rest.text().str();
  Entry.World = Rest.text().str();
  return Rest.isDone() ? std::optional(std::move(Entry)) : std::nullopt;
}

} // namespace asynctidy::driver
