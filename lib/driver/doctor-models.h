// What `async-tidy doctor` says of the user's model files.
#pragma once

#include "driver/diagnosis.h"
#include "driver/options.h"

#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// The model files of \p O and those that \p Configured, the option AsyncModels for \p MainFile, names.
std::vector<std::string> modelFiles(const Options &O, llvm::StringRef Configured, llvm::StringRef MainFile);

/// Whether the model files \p Models can be read, and speak of names that stand in \p Code, the files of the user's
/// code that were looked at.
void examineModels(const std::set<std::string> &Models, const std::set<std::string> &Code, Diagnosis &Says);

} // namespace asynctidy::driver
