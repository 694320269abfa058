// What code hosts take of a SARIF file. GitHub's limits, the narrowest: "SARIF support for code scanning" in its
// documentation.
#pragma once

#include "report/finding.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::report {

inline constexpr size_t MostResults = 25'000;        ///< of a run
inline constexpr size_t MostLocations = 1'000;       ///< of a result
inline constexpr size_t MostFlowLocations = 10'000;  ///< of a result, in all thread flows
inline constexpr size_t MostDescription = 1'000;     ///< characters
inline constexpr size_t MostCompressed = 10'000'000; ///< bytes of the file, compressed by gzip

/// "low", "medium", "high" or "very-high": under a half, from a half, four fifths and nineteen twentieths on of what a
/// rule says by default is true. Of all rules the one measured on code that they had never been run on, the table in
/// docs/real-code.md: one rule has too few findings there for a figure of its own.
inline constexpr llvm::StringLiteral MeasuredPrecision = "medium";

/// Cuts \p Findings to \p Most: the sure ones first, of these the first. The order stays.
void keepMostCertain(std::vector<const Finding *> &Findings, size_t Most);

/// How many of \p Results results a file can have so that it is small enough; \p Text is the file with all of them.
size_t resultsThatFit(llvm::StringRef Text, size_t Results);

/// \p Text, or its begin and "..." when it has more than \p Most characters.
std::string cutTo(size_t Most, llvm::StringRef Text);

} // namespace asynctidy::report
