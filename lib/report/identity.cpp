#include "report/identity.h"

#include "report/line-hash.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

#include <map>
#include <tuple>

namespace asynctidy::report {
namespace {

/// No part can hold a zero byte, so that different parts never give one key.
std::string fingerprint(const Finding &F, unsigned Number) {
  llvm::BLAKE3 Hash;
  for (const std::string &Part : {F.Check, F.Function, F.Subject, std::to_string(Number)}) {
    Hash.update(Part);
    Hash.update(llvm::StringRef("\0", 1));
  }
  return llvm::toHex(Hash.final<16>(), /*LowerCase=*/true);
}

} // namespace

std::string textHash(llvm::StringRef Line) {
  std::string Dense;
  llvm::copy_if(Line, std::back_inserter(Dense), [](char C) { return !llvm::isSpace(C); });
  return llvm::toHex(llvm::BLAKE3::hash<4>(llvm::arrayRefFromStringRef(Dense)), /*LowerCase=*/true);
}

void identify(std::vector<Finding> &Findings, SourceFiles &Sources) {
  std::vector<Finding *> InOrder;
  for (Finding &F : Findings)
    InOrder.push_back(&F);
  // By the message as well: two cycles of locks may share a place.
  llvm::sort(InOrder, [](const Finding *A, const Finding *B) {
    return std::tie(A->At.File, A->At.Line, A->At.Column, A->Check, A->Message) <
           std::tie(B->At.File, B->At.Line, B->At.Column, B->Check, B->Message);
  });
  using Key = std::tuple<llvm::StringRef, llvm::StringRef, llvm::StringRef>;
  std::map<Key, unsigned> Seen; // of one file
  std::vector<std::string> Hashes;
  const SourceText *Text = nullptr;
  for (size_t I = 0; I < InOrder.size(); ++I) {
    Finding &F = *InOrder[I];
    if (I == 0 || InOrder[I - 1]->At.File != F.At.File) {
      Seen.clear();
      Text = Sources.of(F.At.File);
      Hashes = Text ? lineHashes(Text->content()) : std::vector<std::string>();
    }
    F.Known.Number = ++Seen[{F.Check, F.Function, F.Subject}];
    F.Known.Fingerprint = fingerprint(F, F.Known.Number);
    F.Known.TextHash = Text ? textHash(Text->line(F.At.Line)) : "";
    F.Known.LineHash = F.At.Line >= 1 && F.At.Line <= Hashes.size() ? Hashes[F.At.Line - 1] : "";
  }
}

} // namespace asynctidy::report
