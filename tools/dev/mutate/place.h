// Plain data: a place where a bug can be planted, and the edits that plant it.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::mutate {

/// A range of a file's bytes, or of its lines.
struct Span {
  unsigned Begin = 0, End = 0;
};

/// One change of a file: the bytes of \p Blank become spaces, and \p Text is inserted before the first of them. \p Text
/// has no line break, so that line numbers do not change.
struct Edit {
  Span Blank;
  std::string Text;
};

/// One place in the source. Several translation units and instantiations may contain it.
struct Place {
  unsigned Kind = 0;           ///< index into kinds()
  std::string File;            ///< real path
  std::vector<Span> Lines;     ///< where a finding counts; End is inclusive
  std::vector<Edit> Edits;     ///< of the file
  bool IsInstantiated = false; ///< false: seen only in a template's pattern

  unsigned line() const { return Lines.front().Begin; }
  bool has(unsigned Line) const {
    for (const Span &S : Lines)
      if (S.Begin <= Line && Line <= S.End)
        return true;
    return false;
  }
  /// The same for one place in all translation units.
  std::string key() const {
    return std::to_string(Kind) + ':' + File + ':' + std::to_string(Edits.front().Blank.Begin) + ':' +
           Edits.front().Text;
  }
};

/// \p Text, the contents of a file, after \p Edits.
std::string edited(llvm::StringRef Text, std::vector<Edit> Edits);

std::string toText(const std::vector<Place> &Places);
/// Nothing if \p Text is incomplete.
std::vector<Place> placesFrom(llvm::StringRef Text);

} // namespace asynctidy::mutate
