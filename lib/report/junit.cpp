#include "report/formats.h"
#include "report/report-root.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

constexpr StringRef Replacement = "\xEF\xBF\xBD"; // U+FFFD

/// XML 1.0 has no way to write most control characters, U+FFFE and U+FFFF.
std::string xml(StringRef Text) {
  std::string Out;
  const std::string Valid = repaired(Text);
  for (size_t I = 0; I < Valid.size(); ++I) {
    const char C = Valid[I];
    switch (C) {
    case '&':
      Out += "&amp;";
      break;
    case '<':
      Out += "&lt;";
      break;
    case '>':
      Out += "&gt;";
      break;
    case '"':
      Out += "&quot;";
      break;
    case '\t':
    case '\n':
    case '\r':
      Out += "&#" + std::to_string(int(C)) + ";";
      break;
    default:
      if (const StringRef Unit = StringRef(Valid).substr(I, 3); Unit == "\xEF\xBF\xBE" || Unit == "\xEF\xBF\xBF") {
        Out += Replacement;
        I += 2;
      } else if (static_cast<unsigned char>(C) < 0x20) {
        Out += Replacement;
      } else {
        Out += C;
      }
    }
  }
  return Out;
}

class JunitWriter {
public:
  JunitWriter(const Run &R, llvm::raw_ostream &Out) : R(R), Out(Out) {}

  void write() {
    const bool IsClean = R.Findings.empty() && R.Problems.empty();
    Out << R"(<?xml version="1.0" encoding="UTF-8"?>)" << "\n<testsuites>\n"
        << R"(  <testsuite name="async-tidy" tests=")" << R.Findings.size() + R.Problems.size() + IsClean
        << R"(" failures=")" << R.Findings.size() << R"(" errors=")" << R.Problems.size() << "\">\n";
    for (const Finding &F : R.Findings)
      write(F);
    for (const Problem &P : R.Problems)
      Out << R"(    <testcase name="analysis" classname=")" << xml(P.File.empty() ? "async-tidy" : path(P.File))
          << R"("><error message=")" << xml(P.Message) << "\"/></testcase>\n";
    if (IsClean) // some hosts take a suite without tests for a failure
      Out << R"(    <testcase name="no findings" classname="async-tidy"/>)" << '\n';
    Out << "  </testsuite>\n</testsuites>\n";
  }

private:
  std::string path(StringRef File) const { return pathBelow(R.Root, File).value_or(File.str()); }

  void place(const Place &At) { Out << xml(path(At.File)) << ':' << At.Line << ':' << At.Column << ": "; }

  void write(const Finding &F) {
    std::string Name = F.Check;
    for (const std::string *Part : {&F.Function, &F.Subject})
      if (!Part->empty())
        Name += " " + *Part;
    Out << R"(    <testcase name=")" << xml(Name) << R"(" classname=")" << xml(path(F.At.File)) << R"(" file=")"
        << xml(path(F.At.File)) << R"(" line=")" << F.At.Line << R"("><failure type=")" << xml(F.Check)
        << R"(" message=")" << xml(F.Message) << "\">";
    place(F.At);
    Out << xml(sentenceAbout(F));
    for (const std::vector<Step> *Part : {&F.Steps, &F.Related})
      for (const Step &S : *Part) {
        Out << '\n';
        place(S.At);
        if (!S.Actor.empty())
          Out << xml(S.Actor) << ": ";
        Out << xml(S.Message);
      }
    Out << "</failure></testcase>\n";
  }

  const Run &R;
  llvm::raw_ostream &Out;
};

} // namespace

void writeJunit(const Run &R, SourceFiles &, llvm::raw_ostream &Out) { JunitWriter(R, Out).write(); }

} // namespace asynctidy::report
