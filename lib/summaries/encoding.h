// Facts and summaries as JSON, for facts files and the index. What has its default is left out, texts are numbers of a
// table that the file brings along, places are [file, line, column], paths [root, number, variable, steps...], steps
// [file, line, column, caller, callee].
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::summaries {

/// The version of the format of facts files and of the index: what another version wrote is not read.
constexpr unsigned SchemaVersion = 3;

/// Texts of files need not be UTF-8, as JSON must be.
std::string asUtf8(llvm::StringRef S);

} // namespace asynctidy::summaries
