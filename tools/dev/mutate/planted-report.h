// Judges the mutants of one planted kind, and prints its table of docs/real-code.md.
#pragma once

#include "report.h"

namespace asynctidy::mutate {

/// The places found for a kind.
struct Sighted {
  struct LeftOut {
    std::string CodeBase, Shown, Why;
  };
  std::map<std::string, unsigned> Places; ///< by code base
  std::vector<LeftOut> Left;              ///< those of the places where planting gives no bug
};

/// Prints Markdown to \p OS: the table, what was left out and what was missed by cause. \p ListAll adds one line per
/// place.
void reportPlanted(Kind What, const Sighted &Seen, const std::vector<Outcome> &Outcomes, llvm::raw_ostream &OS,
                   bool ListAll);

} // namespace asynctidy::mutate
