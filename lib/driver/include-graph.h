// Which files include a header, nearest first: by their include lines alone, so that nothing has to be compiled or
// built.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>
#include <vector>

namespace asynctidy::driver {

/// A file that includes a header, itself or through others.
struct Includer {
  std::string File;
  std::string Header; ///< the nearest of those asked for
  unsigned Distance = 1;

  bool operator==(const Includer &) const = default;
};

/// All paths are relative to one directory. Where an include line may mean several files, it means all of them.
class IncludeGraph {
public:
  /// The extended regular expression by which lines with an include are found.
  static constexpr llvm::StringLiteral LinePattern = "^[[:space:]]*#[[:space:]]*(include|import)";

  /// \p Lines are files with one of their lines each; \p Exists says whether there is a file of that path.
  IncludeGraph(std::vector<std::pair<std::string, std::string>> Lines,
               llvm::function_ref<bool(llvm::StringRef)> Exists);

  /// All that include one of \p Headers.
  std::vector<Includer> includersOf(llvm::ArrayRef<std::string> Headers) const;

  /// Whether \p Header is included by one of the files that \p IsMeant.
  bool isIncludedBy(const std::string &Header, llvm::function_ref<bool(llvm::StringRef)> IsMeant) const;

private:
  struct Include {
    std::string From;
    std::string Beside; ///< the file it means where it is one beside From; else empty
    std::string Name;   ///< what the path of the file it means ends with
  };
  /// Goes from \p Headers to their includers, the nearest first, until \p Take says no.
  void walk(llvm::ArrayRef<std::string> Headers, llvm::function_ref<bool(const Includer &)> Take) const;
  static bool means(const Include &I, llvm::StringRef File);

  llvm::StringMap<std::vector<Include>> ByName; ///< by the last component of what is included
};

/// Puts the \p Most nearest to their headers first, the same number for each header as far as there are as many, and
/// returns how many that are.
size_t nearestFirst(std::vector<Includer> &All, size_t Most);

} // namespace asynctidy::driver
