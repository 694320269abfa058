// By what a finding is recognized in another version of the code.
#pragma once

#include "report/finding.h"
#include "report/source-files.h"

#include <vector>

namespace asynctidy::report {

/// Sets the identity of each of \p Findings. It depends on the check, the enclosing function, the subject, and the
/// number among equal ones of the file; never on line, path, message, notes, confidence or version of LLVM. The order
/// of
/// \p Findings does not matter.
void identify(std::vector<Finding> &Findings, SourceFiles &Sources);

/// See Identity::TextHash.
std::string textHash(llvm::StringRef Line);

} // namespace asynctidy::report
