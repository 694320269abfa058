// What a run has to say as a whole.
#pragma once

#include "report/finding.h"
#include "report/lock-picture.h"

#include <string>
#include <vector>

namespace asynctidy::report {

/// A check, as reports describe it.
struct Rule {
  std::string Name;    ///< "async-discarded-result"
  std::string Family;  ///< "lost-work"
  std::string Summary; ///< one sentence
  std::string Page;    ///< Markdown
  bool IsOptIn = false;
  std::string Document = ""; ///< "docs/reports.md", where it is documented; empty: the page of the check
};

/// Something that could not be done, in one sentence. Findings may be missing.
struct Problem {
  std::string Message;
  std::string File; ///< absolute; empty when it is about no file

  bool operator==(const Problem &) const = default;
};

struct Run {
  std::string Version;           ///< of async-tidy
  std::string LlvmVersion;       ///< "22.1.0"
  std::string Homepage;          ///< of async-tidy: a URL
  std::string Root;              ///< absolute: paths in reports are relative to it
  std::vector<Rule> Rules;       ///< every check, by name
  std::vector<Finding> Findings; ///< sorted by place; identified
  std::vector<Problem> Problems;
  size_t Files = 0;  ///< translation units that were analysed
  LockPicture Locks; ///< of the whole program, where it was looked at

  bool succeeded() const { return Problems.empty(); }
};

} // namespace asynctidy::report
