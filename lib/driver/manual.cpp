#include "driver/help.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// \p Text as roff has to be told it: else a backslash would begin an escape, and a hyphen be no minus.
std::string escaped(StringRef Text) {
  std::string Made;
  if (Text.starts_with(".") || Text.starts_with("'")) // else a request
    Made = "\\&";
  for (const char C : Text) {
    if (C == '\\')
      Made += "\\e";
    else if (C == '\'')
      Made += "\\(aq";
    else if (C == '-')
      Made += "\\-";
    else
      Made += C;
  }
  return Made;
}

void printUsages(const CommandEntry &Of, llvm::raw_ostream &Out) {
  for (StringRef Usage : Of.Usages) {
    if (Usage != Of.Usages.front())
      Out << ".br\n";
    Out << ".B " << escaped(Of.fullName()) << '\n';
    if (!Usage.empty())
      Out << escaped(Usage) << '\n';
  }
}

void printSpellings(const OptionEntry &O, llvm::raw_ostream &Out) {
  llvm::interleave(
      O.Spellings, Out, [&](const std::string &Spelt) { Out << "\\fB" << escaped(Spelt) << "\\fR"; }, ", ");
}

void printOption(const OptionEntry &O, llvm::raw_ostream &Out) {
  Out << ".TP\n";
  printSpellings(O, Out);
  Out << escaped(O.Value) << '\n' << escaped(O.Text) << '\n';
}

/// A command other than \p Analysis: the options of its own, and the names of those that mean the same there.
void printCommand(const CommandEntry &C, const CommandEntry &Analysis, llvm::raw_ostream &Out) {
  Out << ".SS " << escaped(C.fullName()) << '\n';
  printUsages(C, Out);
  Out << ".PP\n" << escaped(C.Summary) << '\n';
  if (!C.Description.empty())
    Out << escaped(C.Description) << '\n';
  std::vector<OptionEntry> Same;
  for (const OptionSection &Section : optionsOf(C))
    for (const OptionEntry &O : Section.Options)
      if (textFor(O.Option, Analysis) == O.Text)
        Same.push_back(O);
      else
        printOption(O, Out);
  if (!Same.empty()) {
    Out << ".PP\nAs above: ";
    llvm::interleave(Same, Out, [&](const OptionEntry &O) { printSpellings(O, Out); }, ", ");
    Out << ".\n";
  }
  if (!C.ExitCodes.empty())
    Out << ".PP\nExit status: " << escaped(C.ExitCodes) << ".\n";
}

} // namespace

void printManual(llvm::raw_ostream &Out) {
  const CommandEntry &Analysis = commands().front();
  Out << ".TH ASYNC\\-TIDY 1 \"\" \"async\\-tidy " ASYNC_TIDY_VERSION "\" \"User Commands\"\n"
      << ".SH NAME\nasync\\-tidy \\- finds misuse of C++20 coroutines\n.SH SYNOPSIS\n";
  printUsages(Analysis, Out);
  for (const CommandEntry &C : commands())
    if (!C.Heading.empty()) {
      Out << ".br\n";
      printUsages(C, Out);
    }
  Out << ".SH DESCRIPTION\n" << escaped(Analysis.Summary) << '\n' << escaped(Analysis.Description) << '\n';
  Out << ".SH OPTIONS\n";
  for (const OptionSection &Section : optionsOf(Analysis)) {
    Out << ".SS " << Section.Heading << '\n';
    for (const OptionEntry &O : Section.Options)
      printOption(O, Out);
  }
  Out << ".SH COMMANDS\n";
  for (const CommandEntry &C : commands())
    if (!C.Heading.empty())
      printCommand(C, Analysis, Out);
  Out << ".SH EXIT STATUS\n" << escaped(Analysis.ExitCodes) << ".\n.SH SEE ALSO\n.BR clang\\-tidy (1)\n";
}

} // namespace asynctidy::driver
