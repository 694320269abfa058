// What `async-tidy doctor` says after a look at some of the code.
#pragma once

#include "driver/config.h"
#include "driver/diagnosis.h"
#include "driver/file-selection.h"
#include "driver/options.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <memory>

namespace asynctidy::driver {

/// Analyses some of the files of \p S, rather such as have coroutines, and says which do not compile and why, whether
/// there are coroutines, what is found, and which of the user's models speak of names that the code does not have.
llvm::Error examineCode(const Selection &S, const Options &O, llvm::StringRef ResourceDirectory,
                        llvm::function_ref<std::unique_ptr<ConfigProvider>()> NewConfig, Diagnosis &Says);

} // namespace asynctidy::driver
