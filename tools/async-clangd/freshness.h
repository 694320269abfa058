// Whether an index still says what the files of its project say.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Chrono.h"

#include <map>
#include <optional>
#include <string>

namespace asynctidy::editor {

/// What tells without reading it whether a file has changed.
struct FileState {
  llvm::sys::TimePoint<> Changed;
  uint64_t Size = 0;

  bool operator==(const FileState &) const = default;
};

/// Nothing when there is no such file.
std::optional<FileState> stateOf(llvm::StringRef File);

/// Remembers which files it has read, so that asking again is cheap.
class Freshness {
public:
  /// Whether \p Index is missing or damaged, or made before \p Database or one of its own files changed.
  bool isStale(llvm::StringRef Index, llvm::StringRef Database);

private:
  std::optional<FileState> OfIndex;
  std::map<std::string, FileState> Compared; ///< files of the index that are as they were when it was made
};

} // namespace asynctidy::editor
