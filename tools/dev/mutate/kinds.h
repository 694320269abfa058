// The kinds of bugs, and the checks that must report them.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace asynctidy::mutate {

/// What a statement with an await must be, so that text around it makes a bug of it.
enum Needs : unsigned {
  Anything = 0,
  Expression = 1, ///< later statements do not use what it declares
  Loop = 2,       ///< it is in a loop
  Failure = 4,    ///< some await is not declared to throw nothing
};

struct KindInfo {
  llvm::StringRef Name, Title;
  std::vector<llvm::StringRef> Checks; ///< empty: all
  // The rest is for kinds that only surround a statement that awaits.
  llvm::StringRef Before = {}, After = {};
  /// What `@` in the texts refers to: new members of the class, where that can be edited, or else planted/shapes.h.
  llvm::StringRef Members = {};
  unsigned Needs = Anything;
};

llvm::ArrayRef<KindInfo> kinds();
/// The index of \p Name, which must exist.
unsigned kindNamed(llvm::StringRef Name);

} // namespace asynctidy::mutate
