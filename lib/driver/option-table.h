// options.td as data: the commands, and the options of each as people are told of them.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// The names of the entries of options.td.
enum OptionId : unsigned {
  OPT_INVALID = 0, // not an entry
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "options.inc"
#undef OPTION
};

/// Which commands take an option. Help shows the commands in this order.
enum OptionCommands : unsigned {
  AnalyseVis = 1u << 1, // the lowest bit is LLVM's own
  ListVis = 1u << 2,
  ExplainVis = 1u << 3,
  ChangedVis = 1u << 4,
  BaselineVis = 1u << 5,
  DoctorVis = 1u << 6,
  InitVis = 1u << 7,
  CacheVis = 1u << 8,
  FactsVis = 1u << 9,
  IndexVis = 1u << 10,
  LinkVis = 1u << 11,
  GraphVis = 1u << 12,
  SarifVis = 1u << 13,
  CompletionVis = 1u << 14,
  ManVis = 1u << 15,
  CompleteVis = 1u << 16,
  TestVis = 1u << 17,
};

/// What an option's value is, if its values are not listed.
enum OptionValues : unsigned {
  NumberValue = 1u << 4, // the lower bits are LLVM's own
  FileValue = 1u << 5,
  DirectoryValue = 1u << 6,
  CheckValue = 1u << 7,
  OptInCheckValue = 1u << 8,
  CheckGlobsValue = 1u << 9,
};

/// A command, or with an empty name the analysis.
struct CommandEntry {
  OptionId Id;
  OptionCommands Bit;
  llvm::StringRef Name;
  std::vector<llvm::StringRef> Usages; ///< what follows the program's and the command's name
  llvm::StringRef Summary;
  llvm::StringRef Description; ///< may be empty
  llvm::StringRef ExitCodes;   ///< may be empty
  llvm::StringRef Heading;     ///< what it is listed under; empty: nowhere

  /// "async-tidy", "async-tidy link".
  std::string fullName() const;
};

/// An option as one command takes it.
struct OptionEntry {
  llvm::opt::Option Option;
  std::vector<std::string> Spellings; ///< "-j", "--jobs"
  std::string Value;                  ///< what is told of its value: " FILE", "[=WHEN]", or nothing
  llvm::StringRef Text;
};

struct OptionSection {
  llvm::StringRef Heading;
  std::vector<OptionEntry> Options;
};

const llvm::opt::OptTable &optionTable();

/// All commands, the analysis first.
llvm::ArrayRef<CommandEntry> commands();

/// The command of that name; the analysis if there is none.
const CommandEntry &commandNamed(llvm::StringRef Name);

/// What \p O does in \p Of; empty if it does not take it.
llvm::StringRef textFor(const llvm::opt::Option &O, const CommandEntry &Of);

/// The options of \p Of by heading.
std::vector<OptionSection> optionsOf(const CommandEntry &Of);

/// The values that \p O, an option or a command, lists.
std::vector<llvm::StringRef> listedValues(const llvm::opt::Option &O);

} // namespace asynctidy::driver
