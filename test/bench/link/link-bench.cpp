// Does linking grow linearly, and what does a link take when one file has changed? Writes the facts files of synthetic
// programs, then reads and links them, each size in a process of its own, and prints what it took; then changes one
// file and links again with what the first link kept, and once more without: both indexes must be equal.
//
//   async-link-bench [FUNCTIONS...]        by default 10000 100000 1000000
#include "synthetic-program.h"

#include "link/index.h"
#include "link/program-files.h"
#include "summaries/facts-file.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
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
  double Megabytes;                              ///< peak
  double IndexMegabytes, StateMegabytes;

  double seconds() const { return ReadSeconds + LinkSeconds + IndexSeconds; }
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

void writeFile(const bench::SyntheticProgram &Made, uint32_t N, llvm::StringRef Folder) {
  Strings Names;
  if (llvm::Error E = writeFactsFile(factsFile(Folder, N), Made.file(N, Names), Names))
    die(std::move(E));
}

double megabytes(const std::string &Path) {
  uint64_t Size = 0;
  llvm::sys::fs::file_size(Path, Size);
  return static_cast<double>(Size) / (1 << 20);
}

/// Links the program, with what is kept in \p StatePath if that is not empty, into \p IndexPath.
Measures measure(const bench::SyntheticProgram &Made, llvm::StringRef Folder, const std::string &StatePath,
                 const std::string &IndexPath) {
  std::vector<std::string> Paths;
  for (uint32_t N = 0; N < Made.files(); ++N)
    Paths.push_back(factsFile(Folder, N));
  Measures M{};
  double Begin = now();
  Strings Names;
  Program Whole(Names);
  std::optional<LinkState> State;
  if (!StatePath.empty()) // all files count as old enough: the benchmark does not wait
    State.emplace(StatePath, Names, FileStamp::now() + uint64_t(3600) * 1000000000);
  auto Units = readProgram(Paths, Whole, State ? &*State : nullptr);
  if (!Units)
    die(Units.takeError());
  if (State)
    if (llvm::Error E = State->finish())
      die(std::move(E));
  M.ReadSeconds = now() - Begin;
  Begin = now();
  Analysis Of(Whole);
  M.Findings = Of.findings(CheckSet::all()).size();
  M.LinkSeconds = now() - Begin;
  Begin = now();
  if (llvm::Error E = writeIndex(IndexPath, Of, {"bench", ".", {}}))
    die(std::move(E));
  M.IndexSeconds = now() - Begin;
  M.CpuSeconds = cpuSeconds();
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  M.Megabytes = static_cast<double>(Usage.ru_maxrss) / 1024;
  M.IndexMegabytes = megabytes(IndexPath);
  M.StateMegabytes = megabytes(StatePath);
  return M;
}

bool areEqual(const std::string &OnePath, const std::string &OtherPath) {
  const auto One = llvm::MemoryBuffer::getFile(OnePath), Other = llvm::MemoryBuffer::getFile(OtherPath);
  return One && Other && (*One)->getBuffer() == (*Other)->getBuffer();
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
  std::printf("%9s %6s %9s %7s %7s %7s %7s %7s %9s %9s %9s %8s   %s   %s\n", "functions", "files", "findings", "read s",
              "link s", "index s", "all s", "CPU s", "peak MiB", "index MiB", "state MiB", "µs/func.",
              "one changed: read, link, index, all s, CPU s", "ratio of functions, all, CPU, peak");
  Measures Last{};
  uint32_t LastSize = 0;
  for (const uint32_t Size : Sizes) {
    const bench::SyntheticProgram Made(Size, Seed), Changed(Size, Seed + 1);
    llvm::SmallString<128> Folder;
    if (llvm::sys::fs::createUniqueDirectory("async-link-bench", Folder))
      return 1;
    inOtherProcess([&] {
      for (uint32_t N = 0; N < Made.files(); ++N)
        writeFile(Made, N, Folder);
      return Measures();
    });
    const std::string State = (Folder + "/state").str(), Index = (Folder + "/index").str(),
                      Anew = (Folder + "/anew").str();
    const Measures M = inOtherProcess([&] { return measure(Made, Folder, State, Index); });
    inOtherProcess([&] {
      writeFile(Changed, Made.files() / 2, Folder);
      return Measures();
    });
    const Measures Again = inOtherProcess([&] { return measure(Made, Folder, State, Index); });
    const Measures Other = inOtherProcess([&] { return measure(Made, Folder, "", Anew); });
    if (!areEqual(Index, Anew) || Again.Findings != Other.Findings) {
      std::printf("the index differs from one that is made from nothing\n");
      return 1;
    }
    llvm::sys::fs::remove_directories(Folder);
    std::printf("%9u %6u %9zu %7.2f %7.2f %7.2f %7.2f %7.2f %9.0f %9.0f %9.0f %8.1f", Size, Made.files(), M.Findings,
                M.ReadSeconds, M.LinkSeconds, M.IndexSeconds, M.seconds(), M.CpuSeconds, M.Megabytes, M.IndexMegabytes,
                M.StateMegabytes, M.CpuSeconds * 1e6 / Size);
    std::printf("   %.2f %.2f %.2f %.2f %.2f", Again.ReadSeconds, Again.LinkSeconds, Again.IndexSeconds,
                Again.seconds(), Again.CpuSeconds);
    if (LastSize)
      std::printf("   %.1f %.1f %.1f %.1f", static_cast<double>(Size) / LastSize, M.seconds() / Last.seconds(),
                  M.CpuSeconds / Last.CpuSeconds, M.Megabytes / Last.Megabytes);
    std::printf("\n");
    std::fflush(stdout);
    Last = M;
    LastSize = Size;
  }
}
