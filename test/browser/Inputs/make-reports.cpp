// Writes pages of made-up runs for the tests in a browser.
//
//   make-reports hostile|empty|many NUMBER FOLDER
//
// FOLDER gets report.html, and the sources of the findings below src. `hostile` is a project whose names, code and
// messages all try to become markup; `many` has NUMBER findings.
#include "report/formats.h"
#include "report/output-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace asynctidy::report;
using llvm::StringRef;

namespace {

void fail(const std::string &Why) {
  llvm::errs() << "make-reports: " << Why << '\n';
  std::exit(1);
}

void write(const std::string &Path, StringRef Text) {
  if (const std::error_code Why = llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Path)))
    fail(Path + ": " + Why.message());
  std::error_code Why;
  llvm::raw_fd_ostream Out(Path, Why);
  if (Why)
    fail(Path + ": " + Why.message());
  Out << Text;
}

Run emptyRun(const std::string &Folder) {
  Run R;
  R.Version = "1.2.3";
  R.LlvmVersion = "22.1.0";
  R.Root = Folder;
  R.Files = 12;
  R.Rules = {
      {"async-discarded-result", "lost-work", "Finds discarded tasks.",
       "# async-discarded-result\n\nFinds discarded tasks.\n\n## Why\n\nThe work is lost: `f()` never runs.\n\n```cpp "
       "flagged\nco_await f<int>(\"a\" \"b\"); // <- here\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
       false},
      {"async-lock-order", "locks", "Finds locks that are taken in different orders.",
       "# async-lock-order\n\nFinds locks that are taken in different orders.\n", false},
      {"async-stale-reference", "lifetime", "Finds references that dangle.", "# async-stale-reference\n\nText.\n",
       true},
  };
  return R;
}

constexpr StringRef Function = R"(#include <vector>

task<int> handler::total(std::vector<int> &numbers) {
  int sum = 0;
  for (auto &number : numbers) { // each of them
    co_await socket_.async_write("total");
    sum += number * 2;
  }
  /* a comment
     of two lines */
  co_return sum + 0x1F;
}
)";

Run manyFindings(const std::string &Folder, size_t Number) {
  Run R = emptyRun(Folder);
  constexpr size_t FunctionsInFile = 20;
  std::string File;
  for (size_t I = 0; I < Number; ++I) {
    const size_t InFile = I % FunctionsInFile;
    if (InFile == 0) {
      File = Folder + "/src/part" + std::to_string(I / 1000) + "/file" + std::to_string(I / FunctionsInFile) + ".cpp";
      std::string Text;
      for (size_t J = 0; J < FunctionsInFile; ++J)
        Text += Function;
      write(File, Text);
    }
    const unsigned Line = static_cast<unsigned>(InFile * 12);
    Finding &F = R.Findings.emplace_back();
    F.Check = R.Rules[I % 3].Name;
    F.Message = "'number' refers into 'numbers' of request " + std::to_string(I) +
                ", which may change while this coroutine is suspended";
    F.At = {File, Line + 7, 12, 18};
    F.Function = "handler::total";
    F.Subject = "number";
    F.Steps = {{{File, Line + 5, 8, 12}, "'number' refers into 'numbers' from here on", ""},
               {{File, Line + 6, 5, 13}, "the coroutine suspends here", ""}};
    for (const unsigned Other : {1u, 15u, 35u, 36u})
      F.Related.push_back({{File, Other, 1, 2}, "here, too", ""});
    if (I % 4 == 0)
      F.Assumes = asynctidy::summaries::Assumption::AnotherActivation;
    F.Known.Fingerprint = llvm::utohexstr(I, true, 32);
  }
  return R;
}

/// Texts that would do harm if they were taken for anything but text.
const std::string Attacks[] = {
    "</script><script>window.attacked=1</script>",
    "\"><img src=x onerror=window.attacked=1>",
    "<svg onload=window.attacked=1></svg>",
    "<!--<script>",
    "javascript:window.attacked=1",
    "{{data}}{{policy}}",
    "'+window.attacked+'\\\"\xE2\x80\xA8\xE2\x80\xA9",
    "\xE2\x80\xAE reversed \xFF\xC0\x80 \x01",
    "<style>*{display:none}</style>",
};

Run hostileRun(const std::string &Folder) {
  Run R = emptyRun(Folder);
  for (size_t I = 0; I < std::size(Attacks); ++I) {
    const std::string &Attack = Attacks[I];
    std::string Name = Attack;
    llvm::erase_if(Name, [](char C) { return C == '/'; });
    const std::string File = Folder + "/src/" + Name + ".cpp";
    write(File, "// first line\nauto x = \"" + Attack + "\";\n/* " + Attack + " */ int y;\n" + Attack + "\n");
    Finding &F = R.Findings.emplace_back();
    F.Check = R.Rules[I % 3].Name;
    F.Message = F.Function = F.Subject = F.Advice = F.Reason = F.Source = F.Known.Fingerprint = Attack;
    F.At = {File, 2, 10, 30};
    F.IsError = I % 2;
    F.Steps = {{{File, 3, 4, 9}, Attack, Attack}, {{File, 4, 1, 5}, "'" + Attack + "' is code", Attack}};
    F.Related = {{{File, 1, 1, 3}, Attack, Attack}};
    F.Fix = {{File, 14, 4, 2, 1, 2, 5, Attack}};
    R.Problems.push_back({Attack, File});
    R.Locks.Locks.push_back({Attack, I % 2 == 0, {100.0 + 50 * I, 20.0 + 40 * I}, 90, 30});
  }
  R.Locks.IsLaidOut = true;
  R.Locks.Width = R.Locks.Height = 600;
  Finding &Cycle = R.Findings[1];
  for (const size_t I : {0, 1}) {
    const Step &S = Cycle.Steps[I];
    LockPicture::Order O = {I, 1 - I, {S}, Cycle.Subject};
    O.Curve = {{100, 20}, {110, 30}, {130, 40}, {150, 60}};
    R.Locks.Orders.push_back(O);
  }
  return R;
}

} // namespace

int main(int Argc, char **Argv) {
  const StringRef Kind = Argc > 1 ? Argv[1] : "";
  size_t Number = 0;
  if (Argc != 4 || StringRef(Argv[2]).getAsInteger(10, Number))
    fail("expected a kind, a number and a folder");
  const std::string Folder = Argv[3];
  if (const std::error_code Why = llvm::sys::fs::create_directories(Folder))
    fail(Folder + ": " + Why.message());
  const Run R = Kind == "many"      ? manyFindings(Folder, Number)
                : Kind == "hostile" ? hostileRun(Folder)
                                    : emptyRun(Folder);
  SourceFiles Sources;
  if (llvm::Error E = writeFile(Folder + "/report.html", [&](llvm::raw_ostream &Out) { writeHtml(R, Sources, Out); }))
    fail(llvm::toString(std::move(E)));
}
