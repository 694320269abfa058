#include "driver/borrowed-commands.h"

using clang::tooling::CompileCommand;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// The database as clang's tools see it.
class AsDatabase : public clang::tooling::CompilationDatabase {
public:
  explicit AsDatabase(const std::vector<Job> &Jobs) : Jobs(Jobs) {}

  std::vector<CompileCommand> getCompileCommands(StringRef File) const override {
    std::vector<CompileCommand> Commands;
    for (const Job &J : Jobs)
      if (J.File == File)
        Commands.push_back(J.Command);
    return Commands;
  }
  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> Files;
    for (const Job &J : Jobs)
      Files.push_back(J.File);
    return Files;
  }
  std::vector<CompileCommand> getAllCompileCommands() const override {
    std::vector<CompileCommand> Commands;
    for (const Job &J : Jobs)
      Commands.push_back(J.Command);
    return Commands;
  }

private:
  const std::vector<Job> &Jobs;
};

} // namespace

std::optional<Job> BorrowedCommands::jobFor(StringRef File) {
  if (!Similar)
    Similar = clang::tooling::inferMissingCompileCommands(std::make_unique<AsDatabase>(Jobs));
  std::vector<CompileCommand> Commands = Similar->getCompileCommands(File);
  if (Commands.empty())
    return std::nullopt;
  return Job{File.str(), std::move(Commands.front())};
}

} // namespace asynctidy::driver
