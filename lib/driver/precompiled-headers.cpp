#include "driver/precompiled-headers.h"

#include "driver/path-globs.h"

#include "llvm/Support/FileSystem.h"

using clang::tooling::CompileCommand;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// What \p Command precompiles its file to; empty when it does something else.
StringRef precompiledBy(const CompileCommand &Command) {
  bool IsHeader = false;
  StringRef Output;
  const std::vector<std::string> &Arguments = Command.CommandLine;
  for (size_t I = 0; I + 1 < Arguments.size(); ++I) {
    IsHeader |= Arguments[I] == "-xc++-header" || (Arguments[I] == "-x" && Arguments[I + 1] == "c++-header");
    if (Arguments[I] == "-o")
      Output = Arguments[I + 1];
  }
  return IsHeader ? Output : StringRef();
}

/// The directories in which \p Command looks for headers; the first is that of the command.
std::vector<std::string> searchedBy(const CompileCommand &Command) {
  std::vector<std::string> Directories = {Command.Directory};
  const std::vector<std::string> &Arguments = Command.CommandLine;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    StringRef Argument = Arguments[I];
    if (!Argument.consume_front("-I") || (Argument.empty() && I + 1 == Arguments.size()))
      continue;
    Directories.push_back(absolutePath(Argument.empty() ? StringRef(Arguments[++I]) : Argument, Command.Directory));
  }
  return Directories;
}

} // namespace

PrecompiledHeaders::PrecompiledHeaders(llvm::ArrayRef<CompileCommand> All) {
  for (const CompileCommand &Command : All)
    if (const StringRef Made = precompiledBy(Command); !Made.empty())
      HeaderOf[absolutePath(Made, Command.Directory)] = absolutePath(Command.Filename, Command.Directory);
}

void PrecompiledHeaders::restore(CompileCommand &Command) const {
  if (HeaderOf.empty())
    return;
  std::vector<std::string> &Arguments = Command.CommandLine;
  for (size_t I = 0; I + 1 < Arguments.size(); ++I) {
    if (Arguments[I] == "-include-pch") {
      if (const auto Header = HeaderOf.find(absolutePath(Arguments[I + 1], Command.Directory));
          Header != HeaderOf.end())
        std::tie(Arguments[I], Arguments[I + 1]) = std::pair("-include", Header->second);
      continue;
    }
    if (Arguments[I] != "-include")
      continue;
    for (const std::string &Directory : searchedBy(Command)) {
      const std::string Path = absolutePath(Arguments[I + 1], Directory);
      if (llvm::sys::fs::exists(Path))
        break;
      if (const auto Header = HeaderOf.find(Path + ".gch"); Header != HeaderOf.end()) {
        Arguments[I + 1] = Header->second;
        break;
      }
    }
  }
}

} // namespace asynctidy::driver
