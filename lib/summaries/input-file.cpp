#include "summaries/input-file.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SHA1.h"

namespace asynctidy::summaries {

std::string digestOf(llvm::StringRef Content) {
  const auto Digest = llvm::SHA1::hash(llvm::arrayRefFromStringRef(Content));
  return llvm::toHex(Digest, /*LowerCase=*/true);
}

std::optional<std::string> digestOfFile(llvm::StringRef Path) {
  const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return std::nullopt;
  return digestOf((*Buffer)->getBuffer());
}

} // namespace asynctidy::summaries
