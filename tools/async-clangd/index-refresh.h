// Keeps the index of the open project up to date in the background.
#pragma once

#include "freshness.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace asynctidy::editor {

/// Runs `async-tidy index` when an index is missing or stale: one at a time, niced, and not longer than this object
/// lives. The editor never waits for it; what it has found shows at the next edit.
class IndexRefresh {
public:
  /// \p Program is the path of async-tidy.
  explicit IndexRefresh(std::string Program) : Program(std::move(Program)) {}
  ~IndexRefresh();

  /// \p File, of the project built in \p BuildDirectory, is being edited; \p Configured is its option AsyncIndex.
  void noteEdit(llvm::StringRef File, llvm::StringRef BuildDirectory, llvm::StringRef Configured);

private:
  /// A project, by its build directory. The worker alone uses what is below the line.
  struct Project {
    std::set<std::string> Edited;
    std::string File, Configured; ///< of the last edit
    bool IsAsked = false;

    Freshness Index;
    std::optional<llvm::sys::TimePoint<>> Failed; ///< when a run began that said why it left a stale index
  };

  void work();
  void refresh(const std::string &BuildDirectory, Project &P, const std::set<std::string> &Edited,
               const std::string &Of, const std::string &Configured);
  /// Returns what went wrong, as a sentence.
  std::string run(const std::string &BuildDirectory);
  bool restsUntilStop(std::chrono::milliseconds For);

  const std::string Program;
  std::mutex Mutex; ///< of all below
  std::condition_variable Changed;
  std::map<std::string, Project> Projects;
  bool IsToStop = false;
  std::thread Worker; ///< since the first edit
};

} // namespace asynctidy::editor
