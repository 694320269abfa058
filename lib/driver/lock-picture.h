// The picture of the lock order for reports.
#pragma once

#include "link/analysis.h"
#include "report/lock-picture.h"
#include "report/source-files.h"

#include "llvm/ADT/StringRef.h"

namespace asynctidy::driver {

/// The lock order of a whole program whose places are relative to \p Root; laid out by Graphviz, where it is installed.
report::LockPicture lockPicture(link::Analysis &Known, llvm::StringRef Root, report::SourceFiles &Sources);

/// Sets the places of a picture from those that Graphviz's form "plain" gives for dotOf(). False when \p Plain is not
/// of that form.
bool layOut(report::LockPicture &Picture, llvm::StringRef Plain);

/// \p Picture as a graph for Graphviz. Only sizes and numbers: no name of the program gets out, and none back in.
std::string dotOf(const report::LockPicture &Picture);

} // namespace asynctidy::driver
