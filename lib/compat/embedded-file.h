#pragma once

#include "llvm/ADT/StringRef.h"

namespace asynctidy {

/// A file of the source tree that was compiled into the binary. See cmake/AsyncEmbed.cmake.
struct EmbeddedFile {
  llvm::StringRef Stem; ///< file name without directory and extension
  llvm::StringRef Text; ///< NUL-terminated, as LLVM's memory buffers want it
};

} // namespace asynctidy
