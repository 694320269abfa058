#include "driver/help.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr unsigned Width = 120;
constexpr unsigned TextColumn = 34; ///< where what is said of an option begins

/// Prints \p Text between the columns \p From, where the output stands, and Width.
void printWrapped(StringRef Text, unsigned From, llvm::raw_ostream &Out) {
  unsigned Column = From;
  while (!Text.empty()) {
    StringRef Word;
    std::tie(Word, Text) = Text.split(' ');
    if (Column != From && Column + 1 + Word.size() > Width) {
      Out << '\n';
      Out.indent(From);
      Column = From;
    } else if (Column != From) {
      Out << ' ';
      ++Column;
    }
    Out << Word;
    Column += Word.size();
  }
  Out << '\n';
}

/// How \p Of is called.
std::string call(const CommandEntry &Of, StringRef Usage) {
  return Of.fullName() + (Usage.empty() ? "" : " ") + Usage.str();
}

/// Prints \p What and beside it, or below if there is no room, \p Text.
void printEntry(const std::string &What, StringRef Text, llvm::raw_ostream &Out) {
  Out << "  " << What;
  if (Text.empty()) {
    Out << '\n';
    return;
  }
  unsigned Column = 2 + What.size();
  if (Column + 2 > TextColumn) {
    Out << '\n';
    Column = 0;
  }
  Out.indent(TextColumn - Column);
  printWrapped(Text, TextColumn, Out);
}

void printCommands(llvm::raw_ostream &Out) {
  StringRef Heading;
  for (const CommandEntry &C : commands()) {
    if (C.Heading.empty())
      continue;
    if (C.Heading != Heading)
      Out << '\n' << C.Heading << ":\n";
    Heading = C.Heading;
    for (StringRef Usage : C.Usages)
      printEntry(call(C, Usage), Usage == C.Usages.back() ? C.Summary : "", Out);
  }
}

} // namespace

void printHelp(const CommandEntry &Of, llvm::raw_ostream &Out) {
  Out << Of.Summary << "\n\n";
  for (StringRef Usage : Of.Usages)
    Out << "  " << call(Of, Usage) << '\n';
  if (!Of.Description.empty()) {
    Out << '\n';
    printWrapped(Of.Description, 0, Out);
  }
  if (Of.Name.empty())
    printCommands(Out);
  for (const OptionSection &Section : optionsOf(Of)) {
    Out << '\n' << Section.Heading << ":\n";
    for (const OptionEntry &O : Section.Options)
      printEntry(llvm::join(O.Spellings, ", ") + O.Value, O.Text, Out);
  }
  if (!Of.ExitCodes.empty()) {
    Out << '\n';
    printWrapped(("Exit code: " + Of.ExitCodes + ".").str(), 0, Out);
  }
}

} // namespace asynctidy::driver
