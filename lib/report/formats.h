// The forms in which a run is written. Each is a function of its own; none knows another.
#pragma once

#include "report/run.h"
#include "report/source-files.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::report {

/// SARIF 2.1.0 for code hosts, within their limits: what does not fit is left out, the least certain first, and
/// counted in a notification.
void writeSarif(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// A page that a browser opens from disk, with the sources around the findings. The sure findings first, of these the
/// first MostOfPage.
void writeHtml(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);
inline constexpr size_t MostOfPage = 5'000;

/// async-tidy's own form; its members are documented in docs/reports.md and docs/schemas/findings-1.json.
void writeJson(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// GitLab's code quality report, the subset of Code Climate's that it reads.
void writeGitlab(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// Each finding as a failed test, for hosts that show test results.
void writeJunit(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// A table for people, as hosts show it of a job or in a comment: the most certain findings, the number of the others.
void writeMarkdown(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// GitHub's workflow commands, which annotate a change: the most certain findings, the number of the others.
void writeGithub(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out);

/// A form that is written to a file beside what is printed.
struct Format {
  llvm::StringLiteral Option;  ///< of the command line: "sarif" for `--sarif FILE`
  llvm::StringLiteral Summary; ///< for its help
  void (*Write)(const Run &, SourceFiles &, llvm::raw_ostream &);
  char Begin;                      ///< with which such a file begins
  bool NamesOnlyBelowRoot = false; ///< leaves out findings in other files
  bool ShowsLocks = false;         ///< needs Run::Locks
};

/// All of them, by option.
llvm::ArrayRef<Format> formats();

} // namespace asynctidy::report
