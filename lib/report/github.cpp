#include "report/formats.h"
#include "report/report-root.h"
#include "report/sarif-limits.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

/// The host shows this many warnings, and as many errors, of one step.
constexpr size_t MostOfEach = 10;

/// A workflow command ends at the line's end; a property at a comma or colon.
std::string escaped(StringRef Text, StringRef Special) {
  std::string Out;
  for (const char C : repaired(Text)) {
    if (C == '%' || C == '\r' || C == '\n' || Special.contains(C)) {
      Out += {'%', llvm::hexdigit(C >> 4), llvm::hexdigit(C & 15)}; // all of these are ASCII
    } else {
      Out += C;
    }
  }
  return Out;
}

std::string message(StringRef Text) { return escaped(Text, ""); }
std::string property(StringRef Text) { return escaped(Text, ":,"); }

void annotate(const Run &R, const Finding &F, llvm::raw_ostream &Out) {
  Out << (F.IsError ? "::error " : "::warning ");
  const auto Path = pathBelow(R.Root, F.At.File);
  if (Path) {
    Out << "file=" << property(*Path) << ",line=" << std::max(F.At.Line, 1u) << ",col=" << std::max(F.At.Column, 1u);
    if (F.At.EndColumn > F.At.Column)
      Out << ",endColumn=" << F.At.EndColumn;
    Out << ',';
  }
  Out << "title=" << property(F.Check) << "::";
  if (!Path) // the host has no such file to show it in
    Out << message(F.At.File) << ':' << F.At.Line << ": ";
  Out << message(sentenceAbout(F)) << '\n';
}

} // namespace

void writeGithub(const Run &R, SourceFiles &, llvm::raw_ostream &Out) {
  size_t Left = 0;
  for (const bool Errors : {true, false}) {
    std::vector<const Finding *> Shown;
    for (const Finding &F : R.Findings)
      if (F.IsError == Errors)
        Shown.push_back(&F);
    const size_t All = Shown.size();
    keepMostCertain(Shown, MostOfEach);
    Left += All - Shown.size();
    for (const Finding *F : Shown)
      annotate(R, *F, Out);
  }
  for (const Problem &P : R.Problems) {
    Out << "::notice ";
    if (const auto Path = pathBelow(R.Root, P.File))
      Out << "file=" << property(*Path) << ',';
    Out << "title=async-tidy::" << message(P.Message) << '\n';
  }
  if (Left)
    Out << "::notice title=async-tidy::" << Left << (Left == 1 ? " more finding is" : " more findings are")
        << " not shown here, since the host shows " << MostOfEach
        << " warnings and as many errors of a step: see the log or the SARIF report\n";
}

} // namespace asynctidy::report
