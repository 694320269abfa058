#include "report/html/changed-lines.h"

using llvm::StringRef;

namespace asynctidy::report {

static StringRef between(StringRef Text, size_t Begin, size_t End) { return Text.slice(Begin, std::max(Begin, End)); }

std::vector<ChangedLines> changedLines(llvm::ArrayRef<Edit> Fix, SourceFiles &Sources) {
  std::vector<ChangedLines> Made;
  for (size_t I = 0; I < Fix.size();) {
    const Edit &First = Fix[I];
    const SourceText *Source = Sources.of(First.File);
    if (!Source) {
      ++I;
      continue;
    }
    const StringRef Text = Source->content();
    size_t Done = Source->offset(First.Line, 1);
    unsigned LastLine = First.Line;
    ChangedLines Lines = {First.File, First.Line, "", ""};
    const size_t Begin = Done;
    for (; I < Fix.size() && Fix[I].File == First.File && Fix[I].Line <= LastLine; ++I) {
      Lines.After += between(Text, Done, Fix[I].Offset);
      Lines.After += Fix[I].Text;
      Done = Fix[I].Offset + size_t(Fix[I].Length);
      LastLine = std::max(Fix[I].EndLine, Fix[I].Line);
    }
    const size_t End = Source->offset(LastLine, 1) + Source->line(LastLine).size();
    Lines.Before = between(Text, Begin, End).str();
    Lines.After += between(Text, Done, End);
    Made.push_back(std::move(Lines));
  }
  return Made;
}

} // namespace asynctidy::report
