// The directory that paths in reports are relative to, and how they are written.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace asynctidy::report {

/// The nearest directory at or above \p Directory that git keeps a repository or a work tree in; empty when there is
/// none.
std::string gitTopLevel(llvm::StringRef Directory);

/// \p Path, absolute, relative to \p Root: "src/a.cpp", without "./". Nothing for one that is not below it.
std::optional<std::string> pathBelow(llvm::StringRef Root, llvm::StringRef Path);

/// A relative path as a URI reference (RFC 3986): bytes that are not unreserved are percent-encoded.
std::string uriOf(llvm::StringRef RelativePath);

} // namespace asynctidy::report
