// What a check knows of its finding besides the diagnostic that it emits. clang-tidy decides whether the diagnostic is
// shown; the details of one that is not are dropped. Includes no Clang header.
#pragma once

#include "summaries/assumptions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::report {

/// The part that a note plays in its finding.
enum class NoteRole : uint8_t {
  Step,       ///< of the path to what goes wrong, in order
  Related,    ///< another place with the same cause
  Advice,     ///< what to do instead
  Reason,     ///< what a model says, with its source
  Assumption, ///< what the finding takes for granted
};

/// Whether a note is for texts, which leave out the middle of a long path, or for data, which has all of it.
enum class ShownIn : uint8_t { Both, Text, Data };

/// One note, at the offset \p Offset (in bytes) of \p File, named as the diagnostic names it.
struct NoteDetails {
  NoteRole Role = NoteRole::Step;
  ShownIn Where = ShownIn::Both;
  std::string Actor = ""; ///< "first task", where several run at once; else empty
  std::string File = "";
  unsigned Offset = 0;
  std::string Message = ""; ///< only of a note for data: the others are in the diagnostic

  bool operator==(const NoteDetails &) const = default;
};

/// The details of the finding of \p Check at \p Offset of \p File. A check has at most one finding at each place.
struct Details {
  std::string Check;
  std::string File = "";
  unsigned Offset = 0;
  std::string Function; ///< the enclosing one: qualified, without parameters and template arguments; "f::lambda"
  std::string Subject;  ///< the callee, variable or lock that the finding is about
  summaries::Assumptions Assumes;
  std::vector<NoteDetails> Notes; ///< in order; of them those for texts are the diagnostic's
};

/// A subject as data has it: \p Quoted as messages write it, without the quotes.
inline std::string subjectText(llvm::StringRef Quoted) {
  std::string Text = Quoted.str();
  std::erase(Text, '\'');
  return Text;
}

} // namespace asynctidy::report
