// Analyses one translation unit with clang-tidy's own library. Meant for a process of its own: it changes directory,
// and what it allocates for the AST is never given back.
#pragma once

#include "driver/config.h"
#include "driver/facts-collector.h"
#include "driver/file-selection.h"
#include "driver/results.h"

namespace asynctidy::driver {

/// What is wanted of a translation unit.
struct Request {
  bool Findings = true;
  FactsRequest Facts;
};

Result analyse(const Job &J, std::unique_ptr<ConfigProvider> Config, llvm::StringRef ResourceDirectory,
               const Request &Wanted);

} // namespace asynctidy::driver
