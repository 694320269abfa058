// What a user at a terminal sees of a run: a line while it goes on, a table at the end.
#pragma once

#include "driver/results.h"

#include "llvm/ADT/StringRef.h"

#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy::driver {

/// A line with the number of files, of findings so far, and the time left; erased at the end.
class Progress {
public:
  /// Shows nothing with \p Quiet, or when stderr is not a terminal.
  Progress(size_t Total, bool Quiet);

  void finished(llvm::StringRef File, const Result &Found);
  void erase();

private:
  std::string timeLeft() const;

  size_t Total;
  size_t Done = 0;
  bool Shown;
  std::chrono::steady_clock::time_point Begun = std::chrono::steady_clock::now();
  std::set<std::pair<std::string, std::string>> Findings; ///< check and place: those of a header count once
};

/// Says how many findings each check has, the most first, when stderr is a terminal.
void tabulate(const std::vector<Reported> &Errors);

} // namespace asynctidy::driver
