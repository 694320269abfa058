// Writes what one translation unit says to other files, while it is analysed.
#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/ASTConsumer.h"

#include <memory>
#include <string>

namespace asynctidy::driver {

/// Where the facts go.
struct FactsRequest {
  std::string Output; ///< the facts file; empty: none is asked for
  std::string Root;   ///< absolute; paths below it are written relative to it
};

/// A consumer that writes the facts of the file it is given the AST of, unless the file has an error. What goes wrong
/// is put into \p Problem, a sentence. \p Context, \p Asked and \p Problem are referred to.
std::unique_ptr<clang::ASTConsumer> collectingFacts(clang::tidy::ClangTidyContext &Context, const FactsRequest &Asked,
                                                    std::string &Problem);

} // namespace asynctidy::driver
