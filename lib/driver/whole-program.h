// The whole-program part of a run: a directory for the facts of all files, and findings from them.
#pragma once

#include "driver/config.h"
#include "driver/results.h"
#include "link/finding.h"
#include "report/source-files.h"
#include "summaries/strings.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// A temporary directory for facts files, private to this user; deleted by the destructor.
class FactsDirectory {
public:
  FactsDirectory() = default;
  FactsDirectory(const FactsDirectory &) = delete;
  FactsDirectory &operator=(const FactsDirectory &) = delete;
  ~FactsDirectory();

  llvm::Error create();
  /// The path of the facts file of the \p Job-th job.
  std::string fileOf(size_t Job) const;

private:
  std::string Path;
};

/// Converts \p Found to findings that are printed, merged and exported like those of single files. Applies the header
/// filters of \p Config; \p MainFiles are not headers. Reads the source files to convert places to offsets.
Result asResult(const std::vector<link::Finding> &Found, const summaries::Strings &Names, llvm::StringRef Root,
                const std::vector<std::string> &MainFiles, ConfigProvider &Config, report::SourceFiles &Sources);

} // namespace asynctidy::driver
