// Does each report grow linearly with the findings? Writes synthetic runs, each form and size in a process of its own,
// and prints what it took, and the worst growth against that of the findings.
//
//   async-report-bench [FINDINGS...]        by default 12500 25000 50000 100000
#include "report/baseline.h"
#include "report/formats.h"
#include "report/identity.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace asynctidy::report;

namespace {

constexpr unsigned FindingsOfAFile = 50, LinesOfAFile = 400;

struct Measures {
  double CpuSeconds = 0; ///< of the process, from the findings on
  double Megabytes = 0;  ///< peak
  double Size = 0;       ///< of the report, in megabytes
};

double cpuSeconds() {
  rusage Usage;
  getrusage(RUSAGE_SELF, &Usage);
  const auto Seconds = [](const timeval &T) { return double(T.tv_sec) + double(T.tv_usec) / 1e6; };
  return Seconds(Usage.ru_utime) + Seconds(Usage.ru_stime);
}

std::string nameOf(size_t File) {
  return "src/part" + std::to_string(File % 40) + "/file" + std::to_string(File) + ".cpp";
}

void writeSources(const std::string &Root, size_t Findings) {
  for (size_t File = 0; File < Findings / FindingsOfAFile + 1; ++File) {
    const std::string Path = Root + "/" + nameOf(File);
    llvm::sys::fs::create_directories(llvm::StringRef(Path).rsplit('/').first);
    std::error_code Why;
    llvm::raw_fd_ostream Out(Path, Why);
    for (unsigned Line = 1; Line <= LinesOfAFile; ++Line)
      Out << "  call" << File << "_" << Line << "(an, argument); // and a remark\n";
  }
}

/// As findings of real code are: several in a function, two steps, a fix, every tenth likely.
Run made(const std::string &Root, size_t Findings) {
  Run R;
  R.Version = "0";
  R.LlvmVersion = "0";
  R.Homepage = "https://example.org";
  R.Root = Root;
  R.Rules.push_back({"async-discarded-result", "lost-work", "Finds it.", "# async-discarded-result\n\nText.\n"});
  for (size_t I = 0; I < Findings; ++I) {
    const std::string File = Root + "/" + nameOf(I / FindingsOfAFile);
    const unsigned Line = 1 + static_cast<unsigned>(I % FindingsOfAFile) * (LinesOfAFile / FindingsOfAFile);
    Finding &F = R.Findings.emplace_back();
    F.Check = "async-discarded-result";
    F.Message = "task returned by 'call" + std::to_string(I) + "' is discarded, so it never runs";
    F.At = {File, Line, 3, 9};
    F.Function = "space::holder" + std::to_string(I / 5) + "::run";
    F.Subject = "call" + std::to_string(I % 3);
    F.Steps = {{{File, Line + 1, 3, 9}, "its body starts only when the task is awaited", ""},
               {{File, Line + 2, 3, 9}, "and it is not", ""}};
    F.Fix.push_back({File, 2, 0, Line, 3, Line, 3, "co_await "});
    if (I % 10 == 0)
      F.Assumes = asynctidy::summaries::Assumption::UnseenBody;
  }
  return R;
}

std::string writtenBy(void (*Write)(const Run &, SourceFiles &, llvm::raw_ostream &), const Run &R,
                      SourceFiles &Sources) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Write(R, Sources, Out);
  return Text;
}

/// Finds out in a child what \p Write takes.
Measures measure(const std::string &Root, size_t Findings, llvm::function_ref<size_t(Run &, SourceFiles &)> Write) {
  int Ends[2];
  if (pipe(Ends))
    std::exit(1);
  if (fork() == 0) {
    Run R = made(Root, Findings);
    SourceFiles Sources;
    const double Begin = cpuSeconds();
    identify(R.Findings, Sources);
    Measures M;
    M.Size = double(Write(R, Sources)) / 1e6;
    M.CpuSeconds = cpuSeconds() - Begin;
    rusage Usage;
    getrusage(RUSAGE_SELF, &Usage);
    M.Megabytes = double(Usage.ru_maxrss) / 1e3;
    _exit(write(Ends[1], &M, sizeof M) != sizeof M);
  }
  Measures M;
  int Status = 1;
  const bool Got = read(Ends[0], &M, sizeof M) == sizeof M;
  wait(&Status);
  if (!Got || Status) {
    std::fprintf(stderr, "async-report-bench: a writer failed\n");
    std::exit(1);
  }
  close(Ends[0]);
  close(Ends[1]);
  return M;
}

} // namespace

int main(int Argc, char **Argv) {
  std::vector<size_t> Sizes;
  for (int I = 1; I < Argc; ++I)
    Sizes.push_back(std::strtoul(Argv[I], nullptr, 10));
  if (Sizes.empty())
    Sizes = {12500, 25000, 50000, 100000};
  llvm::SmallString<128> Folder;
  if (llvm::sys::fs::createUniqueDirectory("async-report-bench", Folder))
    return 1;
  const std::string Root = Folder.str().str();
  writeSources(Root, *std::max_element(Sizes.begin(), Sizes.end()));

  std::printf("%-10s %10s %10s %10s %10s %8s\n", "form", "findings", "CPU s", "peak MB", "size MB", "growth");
  const auto Row = [&](llvm::StringRef Name, llvm::function_ref<size_t(Run &, SourceFiles &)> Write) {
    double Before = 0;
    size_t Of = 0;
    for (const size_t Size : Sizes) {
      const Measures M = measure(Root, Size, Write);
      std::printf("%-10s %10zu %10.2f %10.0f %10.1f", Name.str().c_str(), Size, M.CpuSeconds, M.Megabytes, M.Size);
      if (Before > 0) // 1 is linear
        std::printf(" %8.2f", M.CpuSeconds / Before / (double(Size) / double(Of)));
      std::printf("\n");
      std::fflush(stdout);
      Before = M.CpuSeconds;
      Of = Size;
    }
  };
  Row("github", [](Run &R, SourceFiles &Sources) { return writtenBy(writeGithub, R, Sources).size(); });
  for (const Format &Each : formats())
    Row(Each.Option, [&](Run &R, SourceFiles &Sources) { return writtenBy(Each.Write, R, Sources).size(); });
  Row("baseline", [](Run &R, SourceFiles &) {
    const auto Nothing = [](const KnownFinding &) { return false; };
    const Baseline Old = updated(R, compare(R, Baseline()), Nothing, /*Accept=*/true);
    return updated(R, compare(R, Old), Nothing, /*Accept=*/false).text().size();
  });
  llvm::sys::fs::remove_directories(Root);
}
