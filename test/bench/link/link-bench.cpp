// Does linking grow linearly? Writes the facts files of synthetic programs, then reads and links them, each size in a
// process of its own, and prints what it took.
//
//   async-link-bench [FUNCTIONS...]        by default 10000 100000 1000000
#include "synthetic-program.h"

#include "link/index.h"
#include "link/program-files.h"
#include "summaries/facts-file.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace asynctidy;
using namespace asynctidy::link;

namespace {

constexpr uint32_t Seed = 1;

struct Measures {
  size_t Findings;
  double ReadSeconds, LinkSeconds, IndexSeconds; ///< by the clock
  double CpuSeconds;                             ///< of all threads, together
  double LinkMegabytes;                          ///< peak, without the index
  double IndexMegabytes;
};

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Seconds of this process's own, whatever else the machine does.
double cpuSeconds() {
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  const auto Seconds = [](const timeval &T) {
    return static_cast<double>(T.tv_sec) + static_cast<double>(T.tv_usec) / 1e6;
  };
  return Seconds(Usage.ru_utime) + Seconds(Usage.ru_stime);
}

[[noreturn]] void die(llvm::Error E) {
  llvm::errs() << "async-link-bench: " << llvm::toString(std::move(E)) << '\n';
  _exit(1);
}

std::string factsFile(llvm::StringRef Folder, uint32_t N) { return (Folder + "/" + llvm::Twine(N) + ".facts").str(); }

void writeFiles(const bench::SyntheticProgram &Made, llvm::StringRef Folder) {
  for (uint32_t N = 0; N < Made.files(); ++N) {
    Strings Names;
    if (llvm::Error E = writeFactsFile(factsFile(Folder, N), Made.file(N, Names), Names))
      die(std::move(E));
  }
}

Measures measure(const bench::SyntheticProgram &Made, llvm::StringRef Folder) {
  std::vector<std::string> Paths;
  for (uint32_t N = 0; N < Made.files(); ++N)
    Paths.push_back(factsFile(Folder, N));
  Measures M;
  double Begin = now();
  Strings Names;
  Program Whole(Names);
  auto Units = readProgram(Paths, Whole);
  if (!Units)
    die(Units.takeError());
  M.ReadSeconds = now() - Begin;
  Begin = now();
  Analysis Of(Whole);
  M.Findings = Of.findings(CheckSet::all()).size();
  M.LinkSeconds = now() - Begin;
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  M.LinkMegabytes = static_cast<double>(Usage.ru_maxrss) / 1024;
  Begin = now();
  const std::string IndexPath = (Folder + "/index").str();
  if (llvm::Error E = writeIndex(IndexPath, Of, {"bench", ".", {}}))
    die(std::move(E));
  M.IndexSeconds = now() - Begin;
  M.CpuSeconds = cpuSeconds();
  uint64_t Size = 0;
  llvm::sys::fs::file_size(IndexPath, Size);
  M.IndexMegabytes = static_cast<double>(Size) / (1 << 20);
  return M;
}

/// Runs \p Body in a process of its own, whose memory is its own, and gives what it returns.
template <class Function> Measures inOtherProcess(Function Body) {
  int Pipe[2];
  if (pipe(Pipe) != 0)
    abort();
  const pid_t Child = fork();
  if (Child == 0) {
    const Measures M = Body();
    _exit(write(Pipe[1], &M, sizeof M) == sizeof M ? 0 : 1);
  }
  close(Pipe[1]);
  Measures M{};
  const bool IsWhole = read(Pipe[0], &M, sizeof M) == sizeof M;
  close(Pipe[0]);
  int Status;
  waitpid(Child, &Status, 0);
  if (!IsWhole || Status != 0)
    _exit(1);
  return M;
}

} // namespace

int main(int Count, char **Arguments) {
  std::vector<uint32_t> Sizes;
  for (int I = 1; I < Count; ++I)
    Sizes.push_back(static_cast<uint32_t>(std::strtoul(Arguments[I], nullptr, 10)));
  if (Sizes.empty())
    Sizes = {10000, 100000, 1000000};
  std::printf("%10s %7s %9s %8s %8s %8s %8s %9s %9s %9s   %s\n", "functions", "files", "findings", "read s", "link s",
              "index s", "CPU s", "peak MiB", "index MiB", "µs/func.", "ratio of functions, CPU, peak");
  Measures Last{};
  uint32_t LastSize = 0;
  for (const uint32_t Size : Sizes) {
    const bench::SyntheticProgram Made(Size, Seed);
    llvm::SmallString<128> Folder;
    if (llvm::sys::fs::createUniqueDirectory("async-link-bench", Folder))
      return 1;
    inOtherProcess([&] {
      writeFiles(Made, Folder);
      return Measures();
    });
    const Measures M = inOtherProcess([&] { return measure(Made, Folder); });
    llvm::sys::fs::remove_directories(Folder);
    std::printf("%10u %7u %9zu %8.2f %8.2f %8.2f %8.2f %9.0f %9.0f %9.1f", Size, Made.files(), M.Findings,
                M.ReadSeconds, M.LinkSeconds, M.IndexSeconds, M.CpuSeconds, M.LinkMegabytes, M.IndexMegabytes,
                M.CpuSeconds * 1e6 / Size);
    if (LastSize)
      std::printf("   %.1f %.1f %.1f", static_cast<double>(Size) / LastSize, M.CpuSeconds / Last.CpuSeconds,
                  M.LinkMegabytes / Last.LinkMegabytes);
    std::printf("\n");
    std::fflush(stdout);
    Last = M;
    LastSize = Size;
  }
}
