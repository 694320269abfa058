// What `async-tidy doctor` says of the configuration.
#pragma once

#include "driver/config.h"
#include "driver/diagnosis.h"
#include "driver/file-selection.h"

namespace asynctidy::driver {

/// Whether clang-tidy, which heeds a '-*', would run none of our checks by what the .clang-tidy \p File alone says.
bool isSilentInClangTidy(llvm::StringRef File);

/// Which checks are on for the files of \p S, and which file switches the others off.
void examineChecks(const Selection &S, ConfigProvider &Config, Diagnosis &Says);

} // namespace asynctidy::driver
