// What the indexes of other files answer now, each question asked once for all results that depend on it.
#pragma once

#include "link/index-answers.h"
#include "link/index.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"

#include <memory>
#include <optional>
#include <string>

namespace asynctidy::driver {

std::string answersToBytes(llvm::ArrayRef<link::IndexAnswer> Answers);

class Indexes {
public:
  /// Whether everything in \p Bytes, which answersToBytes() wrote, would be answered again.
  bool areAsAnswered(llvm::StringRef Bytes);

private:
  struct Asked {
    std::unique_ptr<link::Index> Index; ///< null: it cannot be opened
    llvm::StringMap<std::optional<std::string>> Answers;
  };
  Asked &at(llvm::StringRef Path);

  llvm::StringMap<Asked> Known;
};

} // namespace asynctidy::driver
