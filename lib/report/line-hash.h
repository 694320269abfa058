// The hash by which GitHub recognizes an alert on a moved line: `primaryLocationLineHash`.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::report {

/// The hash of each line of \p Content, UTF-8, in order: "39fa2ee980eb94b0:1". It covers the 100 characters from the
/// begin of the line on, without spaces and tabs, and the number of earlier lines with equal ones.
///
/// The algorithm of src/fingerprints.ts in github/codeql-action, which must be followed exactly: a report with other
/// values is warned about.
std::vector<std::string> lineHashes(llvm::StringRef Content);

} // namespace asynctidy::report
