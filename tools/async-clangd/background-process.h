// A program that runs beside this one, at the lowest priority, and not longer than it.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <optional>
#include <string>

namespace asynctidy::editor {

struct Ended {
  int Status = 0;     ///< 0 to 255, or minus the number of the signal
  std::string Output; ///< what it printed
};

/// Runs \p Program with \p Arguments until its end. Meanwhile calls \p RestsUntilStop, which waits a moment and returns
/// whether to end the program. Nothing if that was so, or it could not be started. What it leaves in the directory for
/// temporary files is deleted. If this process dies, so does the program; call it from a thread that lives as long.
std::optional<Ended> runInBackground(llvm::StringRef Program, llvm::ArrayRef<std::string> Arguments,
                                     const std::function<bool()> &RestsUntilStop);

} // namespace asynctidy::editor
