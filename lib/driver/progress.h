// A progress line on the terminal, erased at the end.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::driver {

class Progress {
public:
  /// Shows nothing with \p Quiet, or when stderr is not a terminal.
  Progress(size_t Total, bool Quiet);

  void finished(llvm::StringRef File);
  void erase();

private:
  size_t Total;
  size_t Done = 0;
  bool Shown;
};

} // namespace asynctidy::driver
