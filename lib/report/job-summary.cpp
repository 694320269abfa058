#include "report/formats.h"
#include "report/report-root.h"
#include "report/sarif-limits.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

/// People read no more, and a host takes a mebibyte of all steps of a job.
constexpr size_t MostRows = 100;

constexpr llvm::StringLiteral Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// A character that turns the text behind it round, or that cannot be seen; else 0.
unsigned hiddenCharacter(StringRef Bytes) {
  if (!Bytes.starts_with("\xE2"))
    return 0;
  if (Bytes.size() < 3)
    return 0;
  const unsigned Code =
      0x2000u + (static_cast<unsigned char>(Bytes[1]) - 0x80u) * 64 + (static_cast<unsigned char>(Bytes[2]) - 0x80u);
  const bool IsHidden =
      (Code >= 0x200B && Code <= 0x200F) || (Code >= 0x202A && Code <= 0x202E) || (Code >= 0x2060 && Code <= 0x2069);
  return IsHidden ? Code : 0;
}

/// Text that shows as itself within a line: Markdown takes a backslash before any punctuation of ASCII.
std::string plain(StringRef Text) {
  std::string Out;
  const std::string Whole = repaired(Text);
  for (StringRef Rest = Whole; !Rest.empty(); Rest = Rest.drop_front()) {
    const char C = Rest.front();
    if (const unsigned Hidden = hiddenCharacter(Rest)) {
      Out += "U\\+" + llvm::utohexstr(Hidden);
      Rest = Rest.drop_front(2);
    } else if (C == '<' || C == '>' || C == '&') { // hosts let some HTML through
      Out += C == '<' ? "&lt;" : C == '>' ? "&gt;" : "&amp;";
    } else if (Punctuation.contains(C)) {
      Out += {'\\', C};
    } else {
      Out += static_cast<unsigned char>(C) < 0x20 || C == 0x7F ? ' ' : C;
    }
  }
  return Out;
}

void counted(llvm::raw_ostream &Out, size_t Count, StringRef Noun) {
  Out << Count << ' ' << Noun << (Count == 1 ? "" : "s");
}

void heading(const Run &R, llvm::raw_ostream &Out) {
  llvm::StringSet<> Files;
  for (const Finding &F : R.Findings)
    Files.insert(F.At.File);
  Out << "### async-tidy: ";
  if (R.Findings.empty()) {
    Out << (R.succeeded() ? "no findings" : "not everything could be looked at");
  } else {
    counted(Out, R.Findings.size(), "finding");
    Out << " in ";
    counted(Out, Files.size(), "file");
  }
  Out << "\n\n";
  counted(Out, R.Files, "file");
  Out << " analysed.\n";
}

void table(const Run &R, llvm::raw_ostream &Out) {
  std::vector<const Finding *> Shown;
  for (const Finding &F : R.Findings)
    Shown.push_back(&F);
  keepMostCertain(Shown, MostRows);
  Out << "\n| where | check | finding |\n|---|---|---|\n";
  for (const Finding *F : Shown)
    Out << "| " << plain(pathBelow(R.Root, F->At.File).value_or(F->At.File)) << ':' << F->At.Line << " | "
        << plain(F->Check) << " | " << plain(sentenceAbout(*F)) << " |\n";
  if (const size_t Left = R.Findings.size() - Shown.size())
    Out << "\nAnd " << Left << " more, which the log and the other reports have.\n";
}

} // namespace

void writeMarkdown(const Run &R, SourceFiles &, llvm::raw_ostream &Out) {
  heading(R, Out);
  if (!R.Findings.empty())
    table(R, Out);
  if (R.Problems.empty())
    return;
  Out << "\n#### What could not be done\n\n";
  const size_t Shown = std::min(R.Problems.size(), MostRows);
  for (const Problem &P : llvm::ArrayRef(R.Problems).take_front(Shown))
    Out << "* " << plain(P.Message) << '\n';
  if (Shown < R.Problems.size())
    Out << "* and " << R.Problems.size() - Shown << " more\n";
}

} // namespace asynctidy::report
