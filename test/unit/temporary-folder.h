// A folder for one test, gone after it.
#pragma once

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

#include <string>

namespace asynctidy::unit {

class TemporaryFolder {
public:
  TemporaryFolder() {
    llvm::SmallString<128> Made;
    llvm::sys::fs::createUniqueDirectory("async-tidy-unit", Made);
    Path = Made.str().str();
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  ~TemporaryFolder() { llvm::sys::fs::remove_directories(Path); }

  std::string file(llvm::StringRef Name) const { return Path + "/" + Name.str(); }

private:
  std::string Path;
};

} // namespace asynctidy::unit
