// Runs Graphviz.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>

namespace asynctidy::driver {

/// Its program 'dot'; nothing where it is not installed.
std::optional<std::string> graphviz();

/// What \p Program makes of \p Dot in the form \p Form: "svg". The error is what it said, in one line, or empty.
llvm::Expected<std::string> drawn(llvm::StringRef Program, llvm::StringRef Dot, llvm::StringRef Form, unsigned Seconds);

} // namespace asynctidy::driver
