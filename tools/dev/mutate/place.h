// What is known of one `co_await …;` statement, and of what happened to its mutants. Plain data.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace asynctidy::mutate {

/// A stretch of a file's bytes.
struct Span {
  unsigned Begin = 0, End = 0;
};

/// One `co_await …;` statement as it is written. Several translation units and instantiations may contain it.
struct Place {
  std::string File; ///< real path
  unsigned Line = 0, OperandLine = 0; ///< of `co_await`, and of what stands in the operand's parentheses
  Span Statement, Operand; ///< without the ';'
  unsigned Anchor = 0;     ///< top-level declarations its translation unit has seen completely when it begins

  bool InMacroBody = false;     ///< no text of its own to edit
  bool InMacroArgument = false; ///< a test macro's, in these code bases
  bool Instantiated = false; ///< false: only ever seen in a template's pattern
  // Of the operand, from a non-dependent sight of it.
  std::string Type;
  bool IsGlvalue = false;
  bool NeverSuspends = false;        ///< `await_ready` returns the constant true
  bool OnlyByAwaitTransform = false; ///< not awaitable by itself

  std::string key() const { return File + ':' + std::to_string(Statement.Begin); }
};

/// What is to be seen in one translation unit's user code.
struct Sights {
  std::vector<Place> Places;
  std::set<std::string> Coroutines; ///< file and offset of each as it is written
  std::set<std::string> Files;      ///< that contain any function's body
};

enum MutantKind { DeleteAwait, NameOperand, MutantKinds };

inline const char *const MutantTexts[MutantKinds] = {"", "auto async_mutant = "};

/// One diagnostic of a run.
struct Finding {
  std::string Check, File, Message;
  unsigned Line = 0;

  auto operator<=>(const Finding &) const = default;
};

/// What one run over a translation unit, mutated or not, reported.
struct RunResult {
  bool Finished = false; ///< false: crashed, or took too long
  std::vector<Finding> Findings;

  /// The number of findings equal to each.
  std::map<Finding, int> counted() const {
    std::map<Finding, int> Counts;
    for (const Finding &F : Findings)
      ++Counts[F];
    return Counts;
  }
};

} // namespace asynctidy::mutate
