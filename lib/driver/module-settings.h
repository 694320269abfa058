// The options of our module in the configuration of a file.
#pragma once

#include "facts/unit/settings.h"

#include "clang-tidy/ClangTidyOptions.h"

namespace asynctidy::driver {

/// The module-wide options in \p Options, or their defaults.
facts::Settings settingsOf(const clang::tidy::ClangTidyOptions &Options);

} // namespace asynctidy::driver
