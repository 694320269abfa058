#include "report/sarif-limits.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Compression.h"

using llvm::StringRef;

namespace asynctidy::report {

void keepMostCertain(std::vector<const Finding *> &Findings, size_t Most) {
  if (Findings.size() <= Most)
    return;
  const auto IsSure = [](const Finding *F) { return F->confidence() == summaries::Confidence::Sure; };
  size_t Sure = std::min<size_t>(llvm::count_if(Findings, IsSure), Most), Likely = Most - Sure;
  llvm::erase_if(Findings, [&](const Finding *F) {
    size_t &Left = IsSure(F) ? Sure : Likely;
    return Left == 0 || (--Left, false);
  });
}

size_t resultsThatFit(StringRef Text, size_t Results) {
  // Where LLVM has no zlib, a report is taken to shrink to a fifth: reports repeat themselves more than that.
  size_t Size = Text.size() / 5;
  if (llvm::compression::zlib::isAvailable()) {
    llvm::SmallVector<uint8_t, 0> Compressed;
    llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(Text), Compressed);
    Size = Compressed.size();
  }
  if (Size <= MostCompressed)
    return Results;
  return std::min<size_t>(Results - 1, static_cast<size_t>(double(Results) * MostCompressed / Size * 0.95));
}

std::string cutTo(size_t Most, StringRef Text) {
  if (Text.size() <= Most)
    return Text.str();
  size_t End = Most - 3;
  while (End > 0 && (static_cast<unsigned char>(Text[End]) & 0xC0) == 0x80) // within a character
    --End;
  return (llvm::Twine(Text.take_front(End)) + "...").str();
}

} // namespace asynctidy::report
