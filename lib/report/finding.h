// Findings as data: what every output is made from. Includes no Clang header.
#pragma once

#include "summaries/assumptions.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>
#include <vector>

namespace asynctidy::report {

/// A range of a file within one line. Lines and columns count from 1, columns in bytes; EndColumn is behind the last
/// byte, and 0 where the source cannot be read.
struct Place {
  std::string File; ///< absolute; empty for no place
  unsigned Line = 0;
  unsigned Column = 0;
  unsigned EndColumn = 0;

  bool operator==(const Place &) const = default;
};

/// One step of the path to what goes wrong.
struct Step {
  Place At;
  std::string Message;
  std::string Actor; ///< "first task", where several run at once; else empty

  bool operator==(const Step &) const = default;
};

/// One replacement; from Line:Column to EndLine:EndColumn, which is not replaced.
struct Edit {
  std::string File; ///< absolute
  unsigned Offset = 0, Length = 0;
  unsigned Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
  std::string Text;

  bool operator==(const Edit &) const = default;
};

/// What a finding is recognized by in another version of the code; see identity.h.
struct Identity {
  unsigned Number = 1;     ///< among the findings of its file with equal check, function and subject, in source order
  std::string Fingerprint; ///< 32 hexadecimal digits of check, function, subject and number
  std::string LineHash;    ///< of its line and what follows, as GitHub computes it; empty without the source
  std::string TextHash;    ///< 8 hexadecimal digits of its line without white space; empty without the source

  bool operator==(const Identity &) const = default;
};

/// A model's reason without its source, and the source: the text in parentheses at the end, which may be missing.
std::pair<std::string, std::string> reasonAndSource(llvm::StringRef Said);

/// One finding of a check.
struct Finding {
  std::string Check;
  std::string Message;
  Place At;
  bool IsError = false;       ///< of --warnings-as-errors
  std::vector<Step> Steps;    ///< in order, uncut
  std::vector<Step> Related;  ///< other places with the same cause, in order
  std::vector<Edit> Fix;      ///< one fix, applied as a whole; by file and offset
  std::string Advice;         ///< "use 'async_sleep' instead"; may be empty
  std::string Reason, Source; ///< of the model: what it says, and where that is written down; may be empty
  summaries::Assumptions Assumes;
  std::string Function; ///< see report::Details
  std::string Subject;  ///< see report::Details
  Identity Known;

  summaries::Confidence confidence() const { return confidenceOf(Assumes); }
};

} // namespace asynctidy::report
