// Where a relative path in a configuration leads.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>

namespace asynctidy::facts {

/// The first file called \p Path below \p Directory, its parent and so on; \p Path itself if there is none or it is
/// absolute.
std::string findUpwards(llvm::StringRef Path, llvm::StringRef Directory, llvm::vfs::FileSystem &Files);

} // namespace asynctidy::facts
