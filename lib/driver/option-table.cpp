#include "driver/option-table.h"

#include "compat/option-table.h"

#include "llvm/ADT/STLExtras.h"

using llvm::StringRef;
using llvm::opt::DefaultVis;
using llvm::opt::Option;
using llvm::opt::OptTable;

namespace asynctidy::driver {
namespace {

#define OPTTABLE_STR_TABLE_CODE
#define OPTTABLE_PREFIXES_TABLE_CODE
#define PREFIX ASYNC_OPTION_PREFIX
#include "options.inc"
#undef PREFIX
#undef OPTTABLE_PREFIXES_TABLE_CODE
#undef OPTTABLE_STR_TABLE_CODE

constexpr OptTable::Info Entries[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "options.inc"
#undef OPTION
};

struct Table : llvm::opt::GenericOptTable {
  Table() : GenericOptTable(ASYNC_OPTION_ENTRIES(Entries)) {}
};

template <class F> void forEachEntry(F &&Do) {
  for (unsigned Id = 1; Id <= optionTable().getNumOptions(); ++Id)
    Do(optionTable().getOption(Id));
}

/// Commands have no prefix, as have groups and the two entries that every table has.
bool isCommand(const Option &O) { return O.getKind() == Option::FlagClass && O.getPrefix().empty(); }

std::vector<StringRef> linesOf(StringRef Text) {
  llvm::SmallVector<StringRef, 3> Lines;
  Text.split(Lines, '\n');
  return {Lines.begin(), Lines.end()};
}

StringRef headingOf(const Option &O) { return O.getGroup().isValid() ? O.getGroup().getHelpText() : StringRef(); }

/// 0 is the analysis and what is listed nowhere.
unsigned groupOf(unsigned Id) {
  const Option Group = optionTable().getOption(Id).getGroup();
  return Group.isValid() ? Group.getID() : 0;
}

CommandEntry commandOf(const Option &O) {
  const std::vector<StringRef> Texts = linesOf(O.getHelpText());
  unsigned Bit = AnalyseVis;
  while (!O.hasVisibilityFlag(Bit))
    Bit <<= 1;
  return {OptionId(O.getID()), OptionCommands(Bit), O.getName(), linesOf(O.getMetaVar()), Texts[0], Texts[1], Texts[2],
          headingOf(O)};
}

/// The name is never spelt with the '=' that ends an optional value's option.
StringRef nameOf(const Option &O) { return O.getName().rtrim('='); }

std::string valueOf(const Option &O) {
  if (O.getMetaVar().empty())
    return "";
  return O.getKind() == Option::JoinedClass ? ("[=" + O.getMetaVar() + "]").str() : (" " + O.getMetaVar()).str();
}

/// The spellings of \p O and its aliases that are not the same but for dashes or '='; the shortest first.
std::vector<std::string> spellingsOf(const Option &O) {
  std::vector<std::string> Spellings;
  forEachEntry([&](const Option &Other) {
    if (Other.getKind() == Option::GroupClass || Other.getUnaliasedOption().getID() != O.getID())
      return;
    const StringRef Name = nameOf(Other);
    std::string Spelt = ((Name.size() == 1 ? "-" : "--") + Name).str();
    if (!llvm::is_contained(Spellings, Spelt))
      Spellings.push_back(std::move(Spelt));
  });
  llvm::sort(Spellings, [](const std::string &A, const std::string &B) { return A.size() < B.size(); });
  return Spellings;
}

} // namespace

const OptTable &optionTable() {
  static const Table T;
  return T;
}

std::string CommandEntry::fullName() const { return Name.empty() ? "async-tidy" : ("async-tidy " + Name).str(); }

llvm::ArrayRef<CommandEntry> commands() {
  static const std::vector<CommandEntry> All = [] {
    std::vector<CommandEntry> Found;
    forEachEntry([&](const Option &O) {
      if (isCommand(O))
        Found.push_back(commandOf(O));
    });
    llvm::sort(Found, [](const CommandEntry &A, const CommandEntry &B) {
      return std::pair(groupOf(A.Id), A.Bit) < std::pair(groupOf(B.Id), B.Bit);
    });
    return Found;
  }();
  return All;
}

const CommandEntry &commandNamed(StringRef Name) {
  const CommandEntry *Found = llvm::find_if(commands(), [&](const CommandEntry &C) { return C.Name == Name; });
  return Found == commands().end() ? commands().front() : *Found;
}

StringRef textFor(const Option &O, const CommandEntry &Of) {
  if (!O.hasVisibilityFlag(Of.Bit))
    return "";
  return optionTable().getOptionHelpText(O.getID(), llvm::opt::Visibility(Of.Bit));
}

std::vector<OptionSection> optionsOf(const CommandEntry &Of) {
  std::vector<OptionSection> Sections;
  forEachEntry([&](const Option &O) { // groups come first
    if (O.getKind() == Option::GroupClass)
      return Sections.push_back({O.getHelpText(), {}});
    if (isCommand(O) || !O.getGroup().isValid() || O.getAlias().isValid() || textFor(O, Of).empty())
      return;
    const auto In = llvm::find_if(Sections, [&](const OptionSection &S) { return S.Heading == headingOf(O); });
    In->Options.push_back({O, spellingsOf(O), valueOf(O), textFor(O, Of)});
  });
  llvm::erase_if(Sections, [](const OptionSection &S) { return S.Options.empty(); });
  // The table has "config" after "config-file", so that the parser finds the longer one first.
  for (OptionSection &S : Sections)
    llvm::sort(S.Options,
               [](const OptionEntry &A, const OptionEntry &B) { return nameOf(A.Option) < nameOf(B.Option); });
  return Sections;
}

std::vector<StringRef> listedValues(const Option &O) {
  llvm::SmallVector<StringRef, 8> Listed;
  StringRef(Entries[O.getID() - 1].Values).split(Listed, ',', -1, /*KeepEmpty=*/false);
  return {Listed.begin(), Listed.end()};
}

} // namespace asynctidy::driver
