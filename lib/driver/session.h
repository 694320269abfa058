// One run over several files: validates all inputs first, then analyses every file in a worker process.
#pragma once

#include "driver/analysis.h"
#include "driver/cache-run.h"
#include "driver/config.h"
#include "driver/file-selection.h"
#include "driver/options.h"
#include "driver/other-content.h"
#include "driver/results.h"
#include "report/run.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// What a run looks at: which files, and what is in them.
struct Inputs {
  std::function<llvm::Expected<Selection>(const Options &)> Select = selectFiles;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files = nullptr; ///< null: the disk as it is
};

class Session {
public:
  /// Validates the inputs and prints remarks about them. The error is one sentence for the user. \p Argv0 is the
  /// program's name as it was called.
  static llvm::Expected<std::unique_ptr<Session>> prepare(Options O, const char *Argv0, Inputs From = {});

  const Options &options() const { return O; }
  const Selection &selection() const { return Selected; }
  const std::vector<Job> &jobs() const { return Selected.Jobs; }
  ConfigProvider &config() { return *Config; }
  /// Where the sources are read.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files() const {
    return From.Files ? From.Files : llvm::vfs::getRealFileSystem();
  }

  /// Analyses all files and returns their results, in the order of jobs(). \p Wanted gives the request of each. Prints
  /// why files failed.
  std::vector<Result> run(const std::function<Request(size_t Job)> &Wanted);

  /// Lets run() find out which units ask for what \p Before has otherwise.
  void compareWith(llvm::IntrusiveRefCntPtr<OtherContent> Before) { this->Before = std::move(Before); }

  /// Analyses \p Jobs as they are in \p Shown, with the configuration of this run. Says and counts nothing: a result
  /// does not compile if there is none.
  std::vector<Result> runOther(const std::vector<Job> &Jobs, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                               const std::function<Request(size_t Job)> &Wanted);

  /// Whether some requested file could not be analysed so far.
  bool hasFailed() const { return Failed || Misconfigured || !Selected.Problems.empty(); }

  /// Whether a file that the configuration names, such as an index, could not be used.
  bool isMisconfigured() const { return Misconfigured; }

  /// What could not be done so far.
  const std::vector<report::Problem> &problems() const { return Problems; }

  size_t analysed() const { return Analysed; }
  size_t notAnalysed() const { return Failed + Selected.Unusable; }
  size_t withoutChecks() const { return WithoutChecks; }
  /// The number of files that were known from an earlier run.
  size_t fromCache() const { return Cache ? Cache->hits() : 0; }

private:
  Session(Options O, Inputs From) : O(std::move(O)), From(std::move(From)) {}
  llvm::Error checkModels();
  llvm::Error checkConfiguration();
  struct Ended {
    Result Found;
    std::string Printed, Failure; ///< without failure there is a result
  };
  std::vector<Ended> analyseAll(const std::vector<Job> &Jobs, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                                const std::function<Request(size_t Job)> &Wanted);
  void conclude(const std::string &File, Result &R, llvm::StringRef Printed, std::string Failure);
  void openCache();
  std::string analyseInWorker(const Job &J, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                              const Request &Wanted) const;

  Options O;
  Inputs From;
  llvm::IntrusiveRefCntPtr<OtherContent> Before;
  std::vector<std::string> SystemPaths;
  std::string ResourceDirectory;
  Selection Selected;
  std::unique_ptr<ConfigProvider> Config;
  std::unique_ptr<RunCache> Cache; ///< null: nothing is kept
  std::vector<report::Problem> Problems;
  std::set<std::string> SaidOfConfiguration;
  size_t Analysed = 0, Failed = 0, Misconfigured = 0, WithoutChecks = 0;
};

} // namespace asynctidy::driver
