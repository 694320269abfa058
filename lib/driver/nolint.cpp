#include "driver/nolint.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace asynctidy::driver {

static constexpr StringRef Word = "NOLINT";

static bool isKind(StringRef Text) {
  return Text == Word || Text == "NOLINTNEXTLINE" || Text == "NOLINTBEGIN" || Text == "NOLINTEND";
}

std::vector<Nolint> nolintsIn(StringRef Comment, unsigned Offset) {
  std::vector<Nolint> Found;
  for (size_t At = Comment.find(Word); At != StringRef::npos; At = Comment.find(Word, At + Word.size())) {
    const StringRef Kind = Comment.substr(At).take_while([](char C) { return llvm::isAlpha(C); });
    StringRef Rest = Comment.substr(At + Kind.size());
    if (!isKind(Kind) || !Rest.consume_front("("))
      continue;
    const size_t End = Rest.find_first_of("\n)");
    if (End == StringRef::npos || Rest[End] != ')')
      continue;
    Nolint &N = Found.emplace_back();
    N.Kind = Kind;
    N.Offset = Offset + static_cast<unsigned>(At);
    N.Checks = Rest.take_front(End);
    N.ChecksOffset = Offset + static_cast<unsigned>(N.Checks.data() - Comment.data());
    const StringRef Behind = Rest.substr(End + 1);
    N.HasReason = llvm::any_of(Behind.take_front(Behind.find(Word)),
                               [](char C) { return llvm::isAlnum(C) || static_cast<unsigned char>(C) >= 0x80; });
  }
  return Found;
}

std::vector<ListedCheck> ourChecksIn(StringRef Checks, unsigned Offset) {
  std::vector<ListedCheck> Found;
  for (StringRef Rest = Checks; !Rest.empty();) {
    const auto [Item, Behind] = Rest.split(',');
    if (const StringRef Glob = Item.trim(); Glob.starts_with("async-"))
      Found.push_back({Glob, Offset + static_cast<unsigned>(Glob.data() - Checks.data())});
    Rest = Behind;
  }
  return Found;
}

/// The line where the block that \p All[Begin] begins ends: its end names the same checks.
static unsigned endOfBlock(const std::vector<NolintAt> &All, size_t Begin, unsigned Lines) {
  unsigned Open = 0;
  for (size_t I = Begin; I < All.size(); ++I) {
    if (All[I].What.Checks != All[Begin].What.Checks)
      continue;
    if (All[I].What.Kind == "NOLINTBEGIN")
      ++Open;
    else if (All[I].What.Kind == "NOLINTEND" && --Open == 0)
      return All[I].Line;
  }
  return Lines;
}

std::vector<SuppressionComment> suppressionsAmong(const std::vector<NolintAt> &All, unsigned Lines) {
  std::vector<SuppressionComment> Found;
  for (size_t I = 0; I < All.size(); ++I) {
    const auto &[What, Line] = All[I];
    if (What.Kind == "NOLINTEND" || ourChecksIn(What.Checks, 0).empty())
      continue;
    SuppressionComment &Made = Found.emplace_back();
    Made.Offset = What.Offset;
    Made.Kind = What.Kind.str();
    Made.FirstLine = What.Kind == "NOLINTNEXTLINE" ? Line + 1 : Line;
    Made.LastLine = What.Kind == "NOLINTBEGIN" ? endOfBlock(All, I, Lines) : Made.FirstLine;
    Made.Checks = What.Checks.str();
    Made.ChecksOffset = What.ChecksOffset;
    Made.HasReason = What.HasReason;
  }
  return Found;
}

} // namespace asynctidy::driver
