// One line on the terminal that says how far we are, and is gone at the end.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy::driver {

class Progress {
public:
  /// Shows nothing when stderr is no terminal.
  Progress(size_t Total, bool Quiet);

  void finished(llvm::StringRef File);
  void erase();

private:
  size_t Total;
  size_t Done = 0;
  bool Shown;
};

} // namespace asynctidy::driver
