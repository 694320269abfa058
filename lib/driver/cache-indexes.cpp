#include "driver/cache-indexes.h"

#include "driver/cache-bytes.h"

using llvm::StringRef;

namespace asynctidy::driver {

std::string answersToBytes(llvm::ArrayRef<link::IndexAnswer> Answers) {
  ByteWriter Out;
  for (const link::IndexAnswer &A : Answers) {
    Out.text(A.Index);
    Out.text(A.Question);
    Out.text(A.Digest);
  }
  return std::move(Out.Bytes);
}

Indexes::Asked &Indexes::at(StringRef Path) {
  const auto [Entry, New] = Known.try_emplace(Path);
  if (New) {
    if (llvm::Expected<std::unique_ptr<link::Index>> Opened = link::Index::open(Path))
      Entry->second.Index = std::move(*Opened);
    else
      llvm::consumeError(Opened.takeError());
  }
  return Entry->second;
}

bool Indexes::areAsAnswered(StringRef Bytes) {
  ByteReader In(Bytes);
  while (In.left()) {
    const StringRef Path = In.text(), Question = In.text(), Digest = In.text();
    if (In.failed() || Path.contains('\0'))
      return false;
    Asked &Of = at(Path);
    if (!Of.Index)
      return false;
    const auto [Answer, New] = Of.Answers.try_emplace(Question);
    if (New)
      Answer->second = link::answerTo(Question, *Of.Index);
    if (Answer->second != Digest)
      return false;
  }
  return In.isDone();
}

} // namespace asynctidy::driver
