// Programs of any size that look like real ones from afar: functions call about four others, mostly ones that many
// call; some call back; few take locks or block; each file brings along functions of headers that other files have too.
#pragma once

#include "summaries/unit-facts.h"

#include <random>

namespace asynctidy::bench {

class SyntheticProgram {
public:
  /// One seed makes one program.
  SyntheticProgram(uint32_t Functions, uint32_t Seed) : Functions(Functions), Seed(Seed) {}

  uint32_t files() const { return (Functions + FunctionsPerFile - 1) / FunctionsPerFile; }
  /// What the \p N-th file says.
  summaries::UnitFacts file(uint32_t N, summaries::Strings &Names) const;

private:
  static constexpr uint32_t FunctionsPerFile = 100;
  static constexpr uint32_t HeaderFunctionsPerFile = 5;
  static constexpr uint32_t FunctionsPerClass = 50;

  summaries::FunctionFacts function(uint32_t N, summaries::Strings &Names) const;

  uint32_t Functions, Seed;
};

} // namespace asynctidy::bench
