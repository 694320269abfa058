// The result of a worker for one translation unit, and its text form.
#pragma once

#include "driver/nolint.h"
#include "link/index-answers.h"
#include "report/details.h"
#include "report/finding.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// A diagnostic that is shown, with what its check knows besides.
struct Reported : clang::tidy::ClangTidyError {
  Reported(clang::tidy::ClangTidyError Shown) : ClangTidyError(std::move(Shown)) {}

  std::optional<report::Details> Known;       ///< of findings
  std::optional<report::Identity> Recognized; ///< among all findings of the run, when some are not shown
  bool IsOld = false;                         ///< of a finding: --new-since leaves it out
};

/// A line of which a comment could silence a check that has something to say there, and is not shown.
struct SilencedLine {
  std::string Check;
  std::string File;
  unsigned Line = 0;

  auto operator<=>(const SilencedLine &) const = default;
};

struct Result {
  std::vector<Reported> Errors; ///< findings and compiler diagnostics
  bool Compiles = true;
  bool HasChanged = false;  ///< the unit asked for a path that Session::compareWith() has otherwise
  std::string FactsProblem; ///< the error of writing the facts; a sentence, or empty

  // Only in the worker, not in the text:
  std::optional<std::string> Facts;       ///< what was written into the facts file
  std::vector<link::IndexAnswer> Answers; ///< that it rests on
  bool IsRepeatable = true;               ///< false: it rests on more than these and what the file system was asked for

  // On request:
  std::vector<std::string> UserFiles; ///< that the unit was made from
  std::vector<SuppressionComment> Comments;
  std::vector<SilencedLine> Silenced;
};

/// Whether \p Error is about the configuration, such as a model file named in .clang-tidy.
bool isConfiguration(const clang::tidy::ClangTidyError &Error);

/// Whether \p Error is a finding in the code: neither about the configuration nor of the compiler.
bool isFinding(const clang::tidy::ClangTidyError &Error);

/// YAML in clang's format of diagnostics, which keeps everything.
std::string toText(const Result &R);
llvm::Expected<Result> fromText(llvm::StringRef Text);

} // namespace asynctidy::driver
