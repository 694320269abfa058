// The list of checks as data, for `list`, `explain` and tables. Thread-safe: all constants.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy {

struct CatalogueEntry {
  llvm::StringRef Name;    ///< "async-discarded-result"
  llvm::StringRef Family;  ///< "lost-work"
  llvm::StringRef Since;   ///< the version it first appeared in: "0.1"
  llvm::StringRef Summary; ///< one sentence
  llvm::StringRef Page;    ///< its documentation, Markdown
  bool IsOptIn = false;    ///< off until it is enabled by name
};

/// Every check of checks/checks.def, in that order.
llvm::ArrayRef<CatalogueEntry> catalogue();

/// The entry called \p Name, or null.
const CatalogueEntry *findInCatalogue(llvm::StringRef Name);

} // namespace asynctidy
