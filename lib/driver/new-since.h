// What the project has and an earlier state of it has not: --new-since.
#pragma once

#include "driver/old-state.h"
#include "driver/results.h"
#include "driver/session.h"
#include "driver/whole-program.h"
#include "report/source-files.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// What was known of the project then.
struct OldRun {
  std::vector<Job> Jobs;               ///< in their order
  std::vector<Result> Results;         ///< of each
  std::vector<std::string> FactsFiles; ///< of each, if asked for
  std::unique_ptr<FactsDirectory> Facts;

  std::vector<std::string> mainFiles() const;
};

/// Analyses what \p Before has otherwise; the rest is what \p Now, the results of \p S, says, with the facts in \p
/// Facts if these are wanted. \p Wanted gives the request for a facts file, whose name is empty when it is not wanted.
/// Says which files cannot be compared.
llvm::Expected<OldRun> runBefore(const OldState &Before, Session &S, const std::vector<Result> &Now,
                                 const FactsDirectory *Facts,
                                 const std::function<Request(std::string FactsFile)> &Wanted);

/// Marks the findings among \p Now that are known from \p Then: by identity, as a baseline knows them, unless their
/// steps pass through changed code.
void markOld(std::vector<Reported> &Now, std::vector<Reported> Then, const OldState &Before, const std::string &Root,
             report::SourceFiles &Sources, report::SourceFiles &OldSources);

} // namespace asynctidy::driver
