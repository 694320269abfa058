// The project as a git commit has it: its files, below today's build.
#pragma once

#include "driver/file-selection.h"
#include "driver/other-content.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

class OldState {
public:
  /// What the commit that \p Asked names has of the project of \p Today. Configuration and generated files are today's,
  /// also symbolic links and submodules. The error is one sentence for the user.
  static llvm::Expected<OldState> of(const Options &Asked, const Selection &Today);

  llvm::IntrusiveRefCntPtr<OtherContent> files() const { return Files; }
  const std::string &revision() const { return Revision; }

  /// Translation units that are no more, absolute; by their names.
  const std::vector<std::string> &goneSources() const { return GoneSources; }

  /// Whether \p Line, of a file that the commit has otherwise or not at all, was in none of these, white space aside.
  bool isNewLine(llvm::StringRef Line) const;

private:
  void add(llvm::StringRef Path, std::string Content);

  std::string Revision;
  llvm::IntrusiveRefCntPtr<OtherContent> Files;
  std::vector<std::string> GoneSources;
  llvm::StringSet<> Lines; ///< by report::textHash
};

} // namespace asynctidy::driver
