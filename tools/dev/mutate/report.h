// Judges what was planted, and prints the tables of docs/real-code.md.
#pragma once

#include "measure.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::mutate {

/// A place with the analyses of its unit.
struct Planting {
  const Unit *Of;
  Place Where;
  const Analysis *Before = nullptr;
  const Analysis *After = nullptr;
};

enum class Verdict { Failed, DoesNotCompile, Sure, Likely, Elsewhere, Missed };

struct Judged {
  Verdict Is = Verdict::Failed;
  std::vector<Finding> Right, Others; ///< new findings: the expected ones at the place, and all others
};

Judged judge(const Planting &P);

/// Prints Markdown. \p ListAll adds a line for each place.
void report(const std::vector<Planting> &All, bool ListAll, llvm::raw_ostream &OS);

/// Writes them as JSON: of each the kind, the checks that it is for (none: all), the translation unit, the file, the
/// lines where a finding counts, and the edits of its bytes, as in Edit.
void writeJson(const std::vector<Planting> &All, llvm::raw_ostream &OS);

} // namespace asynctidy::mutate
