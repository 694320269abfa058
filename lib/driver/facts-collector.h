// Writes the facts of a translation unit while it is analysed.
#pragma once

#include "driver/results.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTConsumer.h"

#include <memory>
#include <string>

namespace asynctidy::driver {

/// Where to write facts.
struct FactsRequest {
  std::string Output; ///< the facts file; empty: write none
  std::string Root;   ///< absolute; paths below it are written relative to it
};

/// A consumer that writes the facts of its translation unit, unless that has a compile error. It stores them, and an
/// error as a sentence, in \p Found. It keeps references to \p Context, \p Asked and \p Found.
std::unique_ptr<clang::ASTConsumer> collectingFacts(clang::tidy::ClangTidyContext &Context, const FactsRequest &Asked,
                                                    Result &Found);

} // namespace asynctidy::driver
