// A file for the input or the output of another program.
#pragma once

#include "driver/messages.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"

#include <string>

namespace asynctidy::driver {

/// A file that exists as long as this.
class TemporaryFile {
public:
  llvm::Error create(llvm::StringRef Extension) {
    if (const std::error_code Why = llvm::sys::fs::createTemporaryFile("async-tidy", Extension, Path))
      return sentence("cannot make a temporary file: " + Why.message());
    Remove.setFile(Path);
    return llvm::Error::success();
  }
  llvm::StringRef path() const { return Path; }
  std::string content() const {
    const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    return Buffer ? (*Buffer)->getBuffer().str() : "";
  }

private:
  llvm::SmallString<128> Path;
  llvm::FileRemover Remove;
};

} // namespace asynctidy::driver
