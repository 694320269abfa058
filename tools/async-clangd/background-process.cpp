#include "background-process.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using llvm::StringRef;

namespace asynctidy::editor {
namespace {

constexpr int LowestPriority = 19;
constexpr int CannotStart = 127;

/// A directory for temporary files, deleted by the destructor with all that is in it.
class Temporary {
public:
  Temporary() {
    if (llvm::sys::fs::createUniqueDirectory("async-clangd", Path))
      Path.clear();
  }
  Temporary(const Temporary &) = delete;
  ~Temporary() {
    if (!Path.empty())
      llvm::sys::fs::remove_directories(Path);
  }

  llvm::SmallString<128> Path;
};

/// The environment, with another directory for temporary files.
std::vector<std::string> environmentWith(StringRef TemporaryFiles) {
  std::vector<std::string> Variables;
  for (char **Variable = environ; *Variable; ++Variable)
    if (!StringRef(*Variable).starts_with("TMPDIR="))
      Variables.push_back(*Variable);
  Variables.push_back(("TMPDIR=" + TemporaryFiles).str());
  return Variables;
}

std::vector<char *> pointersTo(std::vector<std::string> &Texts) {
  std::vector<char *> Pointers;
  for (std::string &Text : Texts)
    Pointers.push_back(Text.data());
  Pointers.push_back(nullptr);
  return Pointers;
}

/// Becomes the program. Other threads may have held any lock at the fork, so only system calls are made.
[[noreturn]] void become(const char *Program, char *const *Arguments, char *const *Environment, int Output,
                         pid_t Parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != Parent) // it died before that
    _exit(CannotStart);
  setpgid(0, 0); // to end it with all of its workers
  setpriority(PRIO_PROCESS, 0, LowestPriority);
  const int Nothing = open("/dev/null", O_RDONLY);
  // Not the pipes to the editor, which would stay open when this process ends.
  if (dup2(Nothing, STDIN_FILENO) < 0 || dup2(Output, STDOUT_FILENO) < 0 || dup2(Output, STDERR_FILENO) < 0)
    _exit(CannotStart);
  signal(SIGPIPE, SIG_DFL);
  execve(Program, Arguments, Environment);
  _exit(CannotStart);
}

/// Waits for the end of \p Process, or ends it. Nothing in the second case.
std::optional<int> waitFor(pid_t Process, const std::function<bool()> &RestsUntilStop) {
  int Status = 0;
  for (;;) {
    const pid_t Known = waitpid(Process, &Status, WNOHANG);
    if (Known == Process)
      return WIFSIGNALED(Status) ? -WTERMSIG(Status) : WEXITSTATUS(Status);
    if (Known < 0 && errno != EINTR)
      return std::nullopt;
    if (!RestsUntilStop())
      continue;
    kill(-Process, SIGKILL);
    while (waitpid(Process, &Status, 0) < 0 && errno == EINTR) {
    }
    return std::nullopt;
  }
}

} // namespace

std::optional<Ended> runInBackground(StringRef Program, llvm::ArrayRef<std::string> Arguments,
                                     const std::function<bool()> &RestsUntilStop) {
  const Temporary Files;
  llvm::SmallString<128> Log(Files.Path);
  llvm::sys::path::append(Log, "output");
  const int Output = Files.Path.empty() ? -1 : open(Log.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (Output < 0)
    return std::nullopt;
  const std::string Path = Program.str();
  std::vector<std::string> Words = {Path}, Variables = environmentWith(Files.Path);
  Words.insert(Words.end(), Arguments.begin(), Arguments.end());
  const std::vector<char *> Argv = pointersTo(Words), Environment = pointersTo(Variables);
  const pid_t Parent = getpid();
  const pid_t Process = fork();
  if (Process == 0)
    become(Path.c_str(), Argv.data(), Environment.data(), Output, Parent);
  close(Output);
  if (Process < 0)
    return std::nullopt;
  const std::optional<int> Status = waitFor(Process, RestsUntilStop);
  if (!Status || *Status == CannotStart)
    return std::nullopt;
  auto Printed = llvm::MemoryBuffer::getFile(Log);
  return Ended{*Status, Printed ? (*Printed)->getBuffer().str() : std::string()};
}

} // namespace asynctidy::editor
