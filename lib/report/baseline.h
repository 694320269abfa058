// Findings that a project lives with for now: a file that people read, review and merge.
#pragma once

#include "report/run.h"
#include "report/source-files.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::report {

/// A finding as a baseline knows it.
struct KnownFinding {
  std::string Check;
  std::string Path; ///< below the report's root
  std::string Function;
  std::string Subject;
  unsigned Number = 1;
  std::string LineHash; ///< see Identity::TextHash

  auto operator<=>(const KnownFinding &) const = default;
};

/// A multiset of findings. As a file: a heading, then one finding a line, its members separated by tabs and the lines
/// sorted, so that git merges two changes of it.
class Baseline {
public:
  Baseline() = default;
  explicit Baseline(std::vector<KnownFinding> All);

  /// The error is one sentence for the user; \p Path is only used in it.
  static llvm::Expected<Baseline> parse(llvm::StringRef Text, llvm::StringRef Path);
  static llvm::Expected<Baseline> read(llvm::StringRef Path);
  std::string text() const;

  const std::vector<KnownFinding> &findings() const { return All; }

private:
  std::vector<KnownFinding> All; ///< sorted
};

/// Whether a baseline can hold \p F: one of a check here, and not a remark of clang-tidy such as on an unmatched
/// comment.
bool isForBaseline(const Finding &F);

/// All findings of \p R.
Baseline asBaseline(const Run &R);

/// The findings of a run beside those of a baseline.
struct Comparison {
  std::vector<bool> IsKnown; ///< by index of Run::Findings
  Baseline Present;          ///< the known ones as they are now
  Baseline Gone;             ///< those of the baseline that the run does not have
};

/// Pairs the findings of \p R with those of \p Old, each with one at most. Equal ones first; then, of one function and
/// subject, those on changed lines, so that the surplus is new; then those of a moved file, then those whose line is
/// the same in a renamed function.
Comparison compare(const Run &R, const Baseline &Old);

/// The compared baseline without those of \p Compared.Gone that \p WasSought in the run; what is still there as it is
/// now; and, if \p Accept, with all that is new.
Baseline updated(const Run &R, const Comparison &Compared, llvm::function_ref<bool(const KnownFinding &)> WasSought,
                 bool Accept);

} // namespace asynctidy::report
