#include "driver/completion.h"

#include "checks/catalogue.h"
#include "completion-scripts.h" // generated from completion/
#include "driver/option-table.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;
using llvm::opt::Option;

namespace asynctidy::driver {
namespace {

/// The candidates for one word.
struct Candidates {
  StringRef Typed; ///< the word as far as it is there
  llvm::raw_ostream &Out;

  void add(const llvm::Twine &Word, StringRef Meaning = "") {
    const std::string Text = Word.str();
    if (StringRef(Text).starts_with(Typed))
      Out << Text << '\t' << Meaning << '\n';
  }
};

void addChecks(StringRef Before, bool OnlyOptIn, Candidates &To) {
  for (const CatalogueEntry &Check : catalogue())
    if (Check.IsOptIn || !OnlyOptIn)
      To.add(Before + Check.Name, Check.Summary);
}

/// Adds what the value of \p O may be. \p Before stands in the same word before the value.
void addValues(const Option &O, StringRef Before, Candidates &To) {
  for (StringRef Value : listedValues(O))
    To.add(Before + Value);
  if (O.hasFlag(OptInCheckValue))
    addChecks(Before, /*OnlyOptIn=*/true, To);
  if (O.hasFlag(CheckGlobsValue)) {
    StringRef Finished = To.Typed.take_front(To.Typed.rfind(',') + 1); // npos + 1 is 0
    if (Finished.size() < Before.size())
      Finished = Before;
    addChecks(Finished, /*OnlyOptIn=*/false, To);
    addChecks((Finished + "-").str(), /*OnlyOptIn=*/false, To);
  }
  if (O.hasFlag(FileValue))
    To.Out << ":files\n";
  if (O.hasFlag(DirectoryValue))
    To.Out << ":directories\n";
}

void addOptions(const CommandEntry &In, Candidates &To) {
  for (const OptionSection &Section : optionsOf(In))
    for (const OptionEntry &O : Section.Options)
      for (const std::string &Spelt : O.Spellings)
        To.add(Spelt, O.Text);
}

void addCommands(Candidates &To) {
  for (const CommandEntry &C : commands())
    if (!C.Heading.empty())
      To.add(C.Name, C.Summary);
}

/// Adds what \p In may be about. Of several words only the first is one that it lists, or a check.
void addArguments(const CommandEntry &In, bool HasFirst, Candidates &To) {
  const Option Command = optionTable().getOption(In.Id);
  const std::vector<StringRef> Listed = listedValues(Command);
  if (!HasFirst && !Listed.empty())
    llvm::for_each(Listed, [&](StringRef Word) { To.add(Word); });
  else if (!HasFirst && Command.hasFlag(CheckValue))
    addChecks("", /*OnlyOptIn=*/false, To);
  else if (Command.hasFlag(FileValue))
    To.Out << ":files\n";
  else if (!HasFirst && Command.hasFlag(DirectoryValue))
    To.Out << ":directories\n";
}

/// The option that `\p Word=` begins in \p In, if it takes a value.
std::optional<Option> optionWithValue(StringRef Word, const CommandEntry &In) {
  for (const OptionSection &Section : optionsOf(In))
    for (const OptionEntry &O : Section.Options)
      if (!O.Value.empty() && llvm::any_of(O.Spellings, [&](StringRef S) { return S.ltrim('-') == Word.ltrim('-'); }))
        return O.Option;
  return std::nullopt;
}

/// What the words before the last one leave open.
struct Open {
  std::optional<Option> AwaitsValue;
  bool IsAfterDashes = false;
  bool HasArgument = false; ///< one that is no option
};

Open openAfter(llvm::ArrayRef<std::string> Words, const CommandEntry &In) {
  std::vector<const char *> Pointers;
  for (const std::string &Word : Words)
    Pointers.push_back(Word.c_str());
  const llvm::opt::InputArgList Args(Pointers.data(), Pointers.data() + Pointers.size());
  Open Left;
  for (unsigned Index = 0; Index < Words.size();) {
    if (Words[Index].empty()) {
      ++Index;
      continue;
    }
    const unsigned At = Index;
    const std::unique_ptr<llvm::opt::Arg> A = optionTable().ParseOneArg(Args, Index, llvm::opt::Visibility(In.Bit));
    if (!A) {
      Left.AwaitsValue = optionWithValue(Words[At], In);
      break;
    }
    Left.IsAfterDashes |= A->getOption().matches(OPT_dash_dash);
    Left.HasArgument |= A->getOption().matches(OPT_INPUT);
  }
  return Left;
}

} // namespace

StringRef completionScript(StringRef Shell) {
  const EmbeddedFile *Found = llvm::find_if(CompletionScripts, [&](const EmbeddedFile &F) { return F.Stem == Shell; });
  return Found == std::end(CompletionScripts) ? StringRef() : Found->Text;
}

void complete(llvm::ArrayRef<std::string> Words, llvm::raw_ostream &Out) {
  if (Words.empty())
    return;
  Candidates To{Words.back(), Out};
  const CommandEntry &In = commandNamed(Words.size() > 1 ? StringRef(Words.front()) : "");
  const Open Left = openAfter(Words.drop_back().drop_front(In.Name.empty() ? 0 : 1), In);
  if (Left.IsAfterDashes)
    Out << ":files\n";
  else if (Left.AwaitsValue)
    addValues(*Left.AwaitsValue, "", To);
  else if (const auto [Name, Value] = To.Typed.split('='); Name.size() < To.Typed.size() && Name.starts_with("-")) {
    if (const std::optional<Option> O = optionWithValue(Name, In))
      addValues(*O, (Name + "=").str(), To);
  } else if (To.Typed.starts_with("-")) {
    addOptions(In, To);
  } else {
    if (Words.size() == 1)
      addCommands(To);
    addArguments(In, Left.HasArgument, To);
  }
}

} // namespace asynctidy::driver
