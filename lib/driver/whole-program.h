// What the files of a project say together: their facts, put in one place, and the findings no single file shows.
#pragma once

#include "driver/config.h"
#include "driver/results.h"

#include "link/finding.h"
#include "summaries/strings.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// A directory for facts files, private to this user and gone with the object.
class FactsDirectory {
public:
  FactsDirectory() = default;
  FactsDirectory(const FactsDirectory &) = delete;
  FactsDirectory &operator=(const FactsDirectory &) = delete;
  ~FactsDirectory();

  llvm::Error create();
  /// Where the facts of the \p Job-th job go.
  std::string fileOf(size_t Job) const;

private:
  std::string Path;
};

/// \p Found as findings that are printed, merged and exported like those of single files. Left out is what the header
/// filters of \p Config leave out; \p MainFiles are no headers. Reads the files to say where in them a place is.
Result asResult(const std::vector<link::Finding> &Found, const summaries::Strings &Names, llvm::StringRef Root,
                const std::vector<std::string> &MainFiles, ConfigProvider &Config);

} // namespace asynctidy::driver
