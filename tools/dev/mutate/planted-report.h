// Judges the mutants of one planted kind, and prints its table of docs/real-code.md.
#pragma once

#include "report.h"

namespace asynctidy::mutate {

/// What there was to plant a kind into.
struct Sighted {
  struct LeftOut {
    std::string CodeBase, Shown, Why;
  };
  std::map<std::string, unsigned> Places; ///< by code base
  std::vector<LeftOut> Left;              ///< of these, where planting is no bug
};

/// Prints Markdown to \p OS: the table, what was left out and what was missed by cause. \p ListAll adds one line per
/// place.
void reportPlanted(Kind What, const Sighted &Seen, const std::vector<Outcome> &Outcomes, llvm::raw_ostream &OS,
                   bool ListAll);

} // namespace asynctidy::mutate
