#include "checks/linked-check.h"

#include "checks/suppression.h"

using namespace clang;

namespace asynctidy::checks {

void LinkedCheck::examineUnit(facts::Facts &Facts) {
  for (const link::Finding &Found : Facts.findings(suppressionsIn(Facts.context().getSourceManager()))) {
    const SourceLocation At = Found.Check == finds() ? Facts.locate(Found.At) : SourceLocation();
    if (At.isInvalid() || !firstAt(At))
      continue;
    diag(At, "%0") << Found.Message << fixAt(At, Facts);
    for (const link::Finding::Note &Step : Found.Notes)
      diag(Facts.locate(Step.At), "%0", DiagnosticIDs::Note) << Step.Message;
  }
}

} // namespace asynctidy::checks
