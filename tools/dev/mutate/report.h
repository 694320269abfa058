// Judges every mutant and prints the tables of docs/real-code.md.
#pragma once

#include "place.h"

#include "llvm/Support/raw_ostream.h"

#include <array>

namespace asynctidy::mutate {

/// A place with what its mutants gave.
struct Outcome {
  std::string CodeBase, Shown; ///< "libcoro", "src/scheduler.cpp:120"
  Place Where;
  RunResult Baseline;
  std::array<RunResult, MutantKinds> Mutants;
};

/// What a code base consists of.
struct CodeBase {
  unsigned Units = 0, Files = 0, Coroutines = 0;

  /// Counts what is not yet in \p Claimed: headers count once, also when another code base includes them.
  void add(const Sights &Seen, std::set<std::string> &Claimed) {
    for (const std::string &File : Seen.Files)
      Files += Claimed.insert(File).second;
    for (const std::string &Coroutine : Seen.Coroutines)
      Coroutines += Claimed.insert(Coroutine).second;
  }
};

/// Prints Markdown to \p OS. \p ListAll adds one line per mutant and what it gave.
void report(const std::map<std::string, CodeBase> &Bases, const std::vector<Outcome> &Outcomes,
            llvm::raw_ostream &OS, bool ListAll);

} // namespace asynctidy::mutate
