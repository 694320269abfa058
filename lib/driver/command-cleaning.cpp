#include "driver/command-cleaning.h"

#include "compat/tidy-driver.h"

#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

using llvm::StringRef;
namespace options = asynctidy::compat::driver_options;

namespace asynctidy::driver {
namespace {

bool isPrecompiledHeader(StringRef Spelling) {
  return Spelling == "-include-pch" || Spelling == "-emit-pch" || Spelling.starts_with("-fpch-");
}

bool isUnwanted(const llvm::opt::Arg &A) {
  const StringRef Spelling = A.getSpelling();
  const StringRef Value = A.getNumValues() ? A.getValue() : "";
  return A.getOption().getID() == options::OPT_UNKNOWN || A.getOption().hasFlag(options::Unsupported) ||
         isPrecompiledHeader(Spelling) || Spelling == "-pedantic-errors" || Spelling == "-fmodules-ts" ||
         (Spelling == "-W" && (Value == "error" || Value.starts_with("error="))) ||
         (Spelling == "-Xclang" && (isPrecompiledHeader(Value) || Value == "-Werror" || Value.starts_with("-Werror=")));
}

} // namespace

std::vector<std::string> cleanCommand(const std::vector<std::string> &CommandLine, StringRef ResourceDirectory) {
  std::vector<std::string> Result(CommandLine.begin(), CommandLine.begin() + 1);
  std::vector<const char *> Arguments;
  for (size_t I = 1; I < CommandLine.size(); ++I)
    Arguments.push_back(CommandLine[I].c_str());
  unsigned MissingIndex, MissingCount;
  const llvm::opt::InputArgList Parsed = compat::driverOptions().ParseArgs(Arguments, MissingIndex, MissingCount,
                                                                           llvm::opt::Visibility(options::ClangOption));

  bool HasResourceDirectory = false;
  std::vector<bool> Keep(Arguments.size(), true);
  const std::vector<llvm::opt::Arg *> All(Parsed.begin(), Parsed.end());
  bool DropNextXclang = false;
  for (size_t I = 0; I < All.size(); ++I) {
    const llvm::opt::Arg &A = *All[I];
    HasResourceDirectory |=
        A.getOption().matches(options::OPT_resource_dir) || A.getOption().matches(options::OPT_resource_dir_EQ);
    bool Drop = isUnwanted(A);
    if (A.getSpelling() == "-Xclang") {
      Drop |= std::exchange(DropNextXclang, false);
      DropNextXclang |= StringRef(A.getValue()) == "-include-pch";
    }
    const size_t End = I + 1 < All.size() ? All[I + 1]->getIndex() : Arguments.size();
    if (Drop)
      std::fill(Keep.begin() + A.getIndex(), Keep.begin() + End, false);
  }

  if (!HasResourceDirectory)
    Result.push_back(("-resource-dir=" + ResourceDirectory).str());
  Result.push_back("-w");
  Result.push_back("-Qunused-arguments");
  for (size_t I = 0; I < Arguments.size(); ++I)
    if (Keep[I])
      Result.push_back(Arguments[I]);
  return Result;
}

} // namespace asynctidy::driver
