#include "checks/linked-check.h"

#include "checks/linked-findings.h"

using namespace clang;

namespace asynctidy::checks {

void LinkedCheck::examineUnit(facts::TranslationUnit &Unit) {
  const LinkedFindings &Linked = LinkedFindings::of(Unit);
  for (const link::Finding &Found : Linked.all()) {
    const SourceLocation At = Found.Check == finds() ? Linked.locate(Found.At) : SourceLocation();
    if (At.isInvalid() || !isNew(At, Found.Assumes))
      continue;
    warn(At, Found.Subject, "%0") << Found.Message << fixAt(At, Unit);
    for (const link::Finding::Note &Step : Found.Notes)
      noteStep(Linked.locate(Step.At), Step.Message, {Step.Role, Step.Where, Step.Actor});
    noteAssumptions(At, Found.Assumes);
  }
}

} // namespace asynctidy::checks
