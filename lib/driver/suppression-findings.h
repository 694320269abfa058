// Findings about NOLINT comments: without a reason, or with nothing to suppress.
#pragma once

#include "driver/config.h"
#include "driver/results.h"
#include "report/run.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// The name under which they are reported. There is no check of that name: it is options that ask for them.
inline constexpr llvm::StringLiteral SuppressionRule = "async-suppression";

/// Which comments to report.
struct SuppressionQuestions {
  bool Reasons = false; ///< those without a reason
  bool Use = false;     ///< those that suppress nothing; only if \p Results are of the whole project
};

/// The findings about the comments of \p Results, which also say what is silenced. Applies the header filters of \p
/// Config; \p MainFiles are not headers.
Result suppressionFindings(const std::vector<Result> &Results, SuppressionQuestions Asked,
                           const std::vector<std::string> &MainFiles, ConfigProvider &Config);

/// The rule as reports describe it.
report::Rule suppressionRule();

} // namespace asynctidy::driver
