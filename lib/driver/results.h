// What a worker tells its parent about one translation unit, and the text it does so in.
#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

struct Result {
  std::vector<clang::tidy::ClangTidyError> Errors; ///< findings, and what the compiler complained about
  bool Compiles = true;
  std::string FactsProblem; ///< why the facts asked for could not be written; a sentence
};

/// Is this a complaint about the configuration (a model file named in .clang-tidy)?
bool isConfiguration(const clang::tidy::ClangTidyError &Error);

/// Is this a finding in the code, neither that nor a complaint of the compiler?
bool isFinding(const clang::tidy::ClangTidyError &Error);

/// YAML: clang's own form of diagnostics, so nothing is lost on the way.
std::string toText(const Result &R);
llvm::Expected<Result> fromText(llvm::StringRef Text);

} // namespace asynctidy::driver
