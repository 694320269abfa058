// Facts and summaries as JSON, for facts files and the index. Default values are left out, texts are numbers of a table
// in the same file, places are [file, line, column], paths [root, number, variable, steps...], steps [file, line,
// column, caller, callee].
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::summaries {

/// The format version of facts files and of the index; other versions are not read.
constexpr unsigned SchemaVersion = 7;

/// \p S as valid UTF-8, as JSON requires: names and paths may have other bytes.
std::string asUtf8(llvm::StringRef S);

} // namespace asynctidy::summaries
