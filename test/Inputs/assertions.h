// A test framework's assertion, which opens a file to find out whether a debugger watches.
#pragma once

#include <fstream>

namespace birch {
inline bool is_debugger_active() { return std::ifstream("/proc/self/status").good(); }
inline void report(bool holds) {
  if (!holds && is_debugger_active())
    __builtin_trap();
}
struct result {
  bool holds;
  void log() { report(holds); }
};
} // namespace birch
#define BIRCH_REACT(RESULT) RESULT.log()
#define BIRCH_CHECK(...) BIRCH_REACT(birch::result{static_cast<bool>(__VA_ARGS__)})
