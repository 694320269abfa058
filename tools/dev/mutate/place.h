// What is known of one place where a bug can be planted, and of what happened to its mutants. Plain data.
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

/// What kind of bug: which edits are made where is said in kinds.h.
enum class Kind { Lost, Sleep, SleepElsewhere, Lock, Swap, CatchAll, Temporary, Capture, Self, Iterator };
constexpr unsigned KindCount = 10;

/// One change of a file: the bytes of \p Blank become spaces, and \p Text is written before the first of them. Without
/// any line break, so that every line keeps its number.
struct Edit {
  Span Blank;
  std::string Text;
};
using Edits = std::vector<Edit>;

/// One place as it is written. Several translation units and instantiations may contain it.
struct Place {
  Kind What = Kind::Lost;
  std::string File;                 ///< real path
  unsigned Offset = 0;              ///< of what is changed
  unsigned Line = 0, OtherLine = 0; ///< where a finding counts as being there
  std::vector<Edits> Mutants;
  unsigned Anchor = 0; ///< top-level declarations its translation unit has seen completely when it may be changed

  bool InMacroBody = false;     ///< no text of its own to edit
  bool InMacroArgument = false; ///< a test macro's, in these code bases
  bool Instantiated = false;    ///< false: only ever seen in a template's pattern
  std::string NoBug;            ///< why planting it here would do no harm; empty: it would
  unsigned Bugs = 1;            ///< how many findings are right
  // For Kind::Lost, of the operand, from a non-dependent sight of it.
  std::string Type;
  bool IsGlvalue = false;
  bool NeverSuspends = false;        ///< `await_ready` returns the constant true
  bool OnlyByAwaitTransform = false; ///< not awaitable by itself

  std::string key() const { return std::to_string(int(What)) + ':' + File + ':' + std::to_string(Offset); }
};

/// A function with a body, of which two make a place for Kind::Swap.
struct FunctionSight {
  std::string File;
  unsigned Line = 0;
  unsigned Start = 0;     ///< the first byte of its body, after the brace
  unsigned Outermost = 0; ///< where the top-level declaration around it begins
  unsigned Anchor = 0;
  bool Instantiated = false;
};

/// What is to be seen in one translation unit's user code.
struct Sights {
  std::vector<Place> Places;
  std::vector<FunctionSight> Functions;
  std::set<std::string> Coroutines; ///< file and offset of each as it is written
  std::set<std::string> Files;      ///< that contain any function's body
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

  /// The number of findings equal to each.
  std::map<Finding, int> counted() const {
    std::map<Finding, int> Counts;
    for (const Finding &F : Findings)
      ++Counts[F];
    return Counts;
  }
};

} // namespace asynctidy::mutate
