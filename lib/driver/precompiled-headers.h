// Headers that a build precompiles. Its commands may name only what came of that, in another compiler's form.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"

#include <string>

namespace asynctidy::driver {

class PrecompiledHeaders {
public:
  /// Learns from \p All, the commands of a database with absolute directories, what is precompiled to what.
  explicit PrecompiledHeaders(llvm::ArrayRef<clang::tooling::CompileCommand> All);

  /// Lets \p Command include the header itself where it names what was made of it: by '-include-pch', or by '-include'
  /// of a header that lies elsewhere, as Meson does with GCC.
  void restore(clang::tooling::CompileCommand &Command) const;

private:
  llvm::StringMap<std::string> HeaderOf; ///< by the path of what is made of it; all absolute
};

} // namespace asynctidy::driver
