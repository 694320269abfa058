#include "report/html/excerpts.h"

#include "report/html/colours.h"
#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using llvm::StringRef;

namespace asynctidy::report {
namespace {

constexpr unsigned LinesAround = 3;
/// So many lines between two excerpts are shown, too: one does not have to guess what lies between.
constexpr unsigned MostBetween = 8;

using Range = std::pair<unsigned, unsigned>; ///< first and last line

std::vector<Range> rangesAround(std::vector<unsigned> Lines, unsigned Last) {
  llvm::sort(Lines);
  std::vector<Range> Ranges;
  for (const unsigned Line : Lines) {
    if (Line == 0 || Line > Last)
      continue;
    const Range Next(Line > LinesAround ? Line - LinesAround : 1, std::min(Line + LinesAround, Last));
    if (!Ranges.empty() && Next.first <= Ranges.back().second + MostBetween + 1)
      Ranges.back().second = std::max(Ranges.back().second, Next.second);
    else
      Ranges.push_back(Next);
  }
  return Ranges;
}

/// The begin of a line that is too long, up to the end of a character.
StringRef shownPart(StringRef Line) {
  if (Line.size() <= Excerpts::MostOfLine)
    return Line;
  size_t End = Excerpts::MostOfLine;
  while (End > 0 && (static_cast<unsigned char>(Line[End]) & 0xC0) == 0x80)
    --End;
  return Line.take_front(End);
}

} // namespace

void Excerpts::want(StringRef File, unsigned Line) {
  auto At = Wanted.find(File);
  if (At == Wanted.end())
    At = Wanted.try_emplace(File.str()).first;
  At->second.push_back(Line);
}

std::vector<Excerpt> Excerpts::of(StringRef File, SourceFiles &Sources) const {
  const auto Lines = Wanted.find(File);
  const SourceText *Source = Lines == Wanted.end() ? nullptr : Sources.of(File);
  if (!Source)
    return {};
  const StringRef Code = Source->content();
  const std::vector<Coloured> Parts = coloursOf(Code);
  size_t Part = 0;
  std::vector<Excerpt> Made;
  for (const auto &[First, Last] : rangesAround(Lines->second, static_cast<unsigned>(Source->lines()))) {
    Excerpt &E = Made.emplace_back(Excerpt{First, {}, {}});
    for (unsigned Number = First; Number <= Last; ++Number) {
      const StringRef Line = Source->line(Number), Shown = shownPart(Line);
      const size_t Begin = Source->offset(Number, 1);
      E.Lines.push_back(repaired(Shown) + (Shown.size() < Line.size() ? "…" : ""));
      E.Colours.push_back(colourRuns(Code, Parts, Part, Begin, Begin + Shown.size()));
    }
  }
  return Made;
}

} // namespace asynctidy::report
