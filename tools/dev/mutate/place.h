// Plain data: places where a bug can be planted, and the results of their mutants.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace asynctidy::mutate {

/// A range of a file's bytes; End is exclusive.
struct Span {
  unsigned Begin = 0, End = 0;
};

/// The kind of bug; kinds.h has the edits.
enum class Kind { Lost, Sleep, SleepElsewhere, Lock, Swap, CatchAll, Temporary, Capture, Self, Iterator };
constexpr unsigned KindCount = 10;

/// One change of a file: the bytes of \p Blank become spaces, and \p Text is inserted before the first of them. \p Text
/// has no line break, so that line numbers do not change.
struct Edit {
  Span Blank;
  std::string Text;
};
using Edits = std::vector<Edit>;

/// One place in the source. Several translation units and instantiations may contain it.
struct Place {
  Kind What = Kind::Lost;
  std::string File;                 ///< real path
  unsigned Offset = 0;              ///< of the changed text
  unsigned Line = 0, OtherLine = 0; ///< the lines where a finding counts
  std::vector<Edits> Mutants;
  unsigned Anchor = 0; ///< the number of top-level declarations that are completely parsed before it is changed

  bool InMacroBody = false;     ///< not editable
  bool InMacroArgument = false; ///< a test macro's, in these code bases
  bool Instantiated = false;    ///< false: found only in a template's pattern
  std::string NoBug;            ///< why planting here gives no bug; empty: it does
  unsigned Bugs = 1;            ///< the number of expected findings
  // For Kind::Lost: properties of the operand, from an instantiation if it is dependent.
  std::string Type;
  bool IsGlvalue = false;
  bool NeverSuspends = false;        ///< `await_ready` returns the constant true
  bool OnlyByAwaitTransform = false; ///< not awaitable by itself

  std::string key() const { return std::to_string(int(What)) + ':' + File + ':' + std::to_string(Offset); }
};

/// A function with a body; two of them make a place for Kind::Swap.
struct FunctionSight {
  std::string File;
  unsigned Line = 0;
  unsigned Start = 0;     ///< the first byte of its body, after the brace
  unsigned Outermost = 0; ///< the offset of the top-level declaration around it
  unsigned Anchor = 0;
  bool Instantiated = false;
};

/// Everything found in the user code of one translation unit.
struct Sights {
  std::vector<Place> Places;
  std::vector<FunctionSight> Functions;
  std::set<std::string> Coroutines; ///< file and offset of each as it is written
  std::set<std::string> Files;      ///< files with function bodies
};

/// The mutants of Kind::Lost.
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

  /// The findings with their number of occurrences.
  std::map<Finding, int> counted() const {
    std::map<Finding, int> Counts;
    for (const Finding &F : Findings)
      ++Counts[F];
    return Counts;
  }
};

} // namespace asynctidy::mutate
