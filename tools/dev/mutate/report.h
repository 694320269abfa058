// Judges every mutant and prints the tables of docs/real-code.md.
#pragma once

#include "place.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::mutate {

/// A place with the results of its mutants.
struct Outcome {
  std::string CodeBase, Shown; ///< "libcoro", "src/scheduler.cpp:120"
  Place Where;
  RunResult Baseline;
  std::vector<RunResult> Mutants;
};

/// The findings of \p Mutant that \p Baseline does not have.
std::vector<Finding> newFindings(const RunResult &Baseline, const RunResult &Mutant);
inline bool isOfCompiler(const Finding &F) { return F.Check.starts_with("clang-diagnostic-"); }
inline bool isError(const Finding &F) { return F.Check == "clang-diagnostic-error"; }
/// Whether \p F is at a line where findings of \p P count.
inline bool isAt(const Finding &F, const Place &P) {
  return F.File == P.File && (F.Line == P.Line || F.Line == P.OtherLine);
}

/// "12 (34.5 %)".
std::string share(unsigned Part, unsigned Whole);
void printFinding(const Finding &F, llvm::raw_ostream &OS);

/// The size of a code base.
struct CodeBase {
  unsigned Units = 0, Files = 0, Coroutines = 0;

  /// Counts the files that are not yet in \p Claimed: headers count once, even when another code base includes them.
  void add(const Sights &Seen, std::set<std::string> &Claimed) {
    for (const std::string &File : Seen.Files)
      Files += Claimed.insert(File).second;
    for (const std::string &Coroutine : Seen.Coroutines)
      Coroutines += Claimed.insert(Coroutine).second;
  }
};

/// Prints Markdown to \p OS. \p ListAll adds one line per mutant with its result.
void report(const std::map<std::string, CodeBase> &Bases, const std::vector<Outcome> &Outcomes, llvm::raw_ostream &OS,
            bool ListAll);

} // namespace asynctidy::mutate
