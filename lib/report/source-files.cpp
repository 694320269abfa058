#include "report/source-files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

using llvm::StringRef;

namespace asynctidy::report {

SourceText::SourceText(std::string Text) : Content(std::move(Text)), Starts{0} {
  for (size_t I = 0; I < Content.size(); ++I)
    if (Content[I] == '\n' || (Content[I] == '\r' && (I + 1 == Content.size() || Content[I + 1] != '\n')))
      Starts.push_back(static_cast<unsigned>(I + 1));
}

StringRef SourceText::line(unsigned Number) const {
  if (Number == 0 || Number > Starts.size())
    return "";
  const unsigned Begin = Starts[Number - 1];
  const size_t End = Number < Starts.size() ? Starts[Number] : Content.size();
  return StringRef(Content).slice(Begin, End).rtrim("\r\n");
}

std::pair<unsigned, unsigned> SourceText::position(unsigned Offset) const {
  const auto Next = llvm::upper_bound(Starts, Offset);
  return {static_cast<unsigned>(Next - Starts.begin()), Offset - *std::prev(Next) + 1};
}

unsigned SourceText::offset(unsigned Line, unsigned Column) const {
  if (Line == 0 || Line > Starts.size())
    return static_cast<unsigned>(Content.size());
  return Starts[Line - 1] + std::min<unsigned>(Column ? Column - 1 : 0, static_cast<unsigned>(line(Line).size()));
}

unsigned SourceText::tokenEnd(unsigned Line, unsigned Column) const {
  const StringRef Rest = line(Line).drop_front(std::min<size_t>(Column ? Column - 1 : 0, line(Line).size()));
  // A byte of a character beyond ASCII is part of an identifier.
  const auto IsOfName = [](char C) { return llvm::isAlnum(C) || C == '_' || static_cast<unsigned char>(C) >= 0x80; };
  const size_t Length = Rest.take_while(IsOfName).size();
  return Column + static_cast<unsigned>(Length ? Length : !Rest.empty());
}

SourceFiles::SourceFiles() : SourceFiles(llvm::vfs::getRealFileSystem()) {}

SourceFiles::SourceFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) : Files(std::move(Files)) {}

SourceFiles::~SourceFiles() = default;

const SourceText *SourceFiles::of(StringRef Path) {
  const auto [At, New] = Known.try_emplace(Path);
  if (New)
    if (auto Buffer = Files->getBufferForFile(Path, /*FileSize=*/-1, /*RequiresNullTerminator=*/false))
      At->second = std::make_unique<SourceText>((*Buffer)->getBuffer().str());
  return At->second.get();
}

} // namespace asynctidy::report
