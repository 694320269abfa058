// The checks' part in the configuration of files.
#pragma once

#include "index-refresh.h"

#include <string>

namespace asynctidy::editor {

/// What holds for all files, before clangd starts.
struct Defaults {
  std::string BuildDirectory; ///< `--compile-commands-dir`; empty: to be looked for
  IndexRefresh *Refresh = nullptr;
};
void setDefaults(Defaults Given);

} // namespace asynctidy::editor
