// Colours of C++ code, for reading it.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::report {

enum class Colour : char { Plain = '-', Keyword = 'k', Text = 's', Number = 'n', Comment = 'c', Directive = 'p' };

/// A part of a file, in bytes; End is behind the last.
struct Coloured {
  size_t Begin, End;
  Colour As;

  bool operator==(const Coloured &) const = default;
};

/// The parts of \p Code that have a colour, in order. Any text will do, also one that is no C++.
std::vector<Coloured> coloursOf(llvm::StringRef Code);

/// \p Parts within the bytes from \p Begin to \p End of \p Code, as the page reads them: "k2-1n10" is a keyword of two
/// UTF-16 code units, one without colour, a number of ten. What follows has none. \p At is the first of \p Parts that
/// may matter; it is moved on, so that the lines of a file cost as much as the file.
std::string colourRuns(llvm::StringRef Code, const std::vector<Coloured> &Parts, size_t &At, size_t Begin, size_t End);

} // namespace asynctidy::report
