// A finding as one sentence, for hosts that show nothing else of it.
#pragma once

#include "report/finding.h"

namespace asynctidy::report {

/// The message, then what to do instead, the model's reason, and what the finding assumes.
std::string sentenceAbout(const Finding &F);

/// What \p F assumes, each as the end of a sentence; see summaries::AssumptionTexts.
std::vector<llvm::StringRef> assumptionsOf(const Finding &F);

} // namespace asynctidy::report
