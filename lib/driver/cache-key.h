// Under which key a result is kept: everything that it rests on besides the file system.
#pragma once

#include "driver/analysis.h"
#include "driver/cache-bytes.h"
#include "driver/options.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// What identifies the code that runs: this program and the libraries that it has loaded. Nothing when it is unknown.
std::optional<Digest> programDigest();

/// What is the same for all files of a run: the program, the options that a result depends on, the environment that
/// the compiler reads. \p SystemPaths and \p ResourceDirectory are those of the session.
Digest runDigest(const Digest &Program, const Options &O, const std::vector<std::string> &SystemPaths,
                 llvm::StringRef ResourceDirectory);

Digest keyOf(const Digest &Run, const Job &J, const Request &Wanted);

} // namespace asynctidy::driver
