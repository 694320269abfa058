// The life of one worker process: limits, the analysis, the result into a pipe, the end.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <functional>
#include <string>
#include <sys/types.h>

namespace asynctidy::driver {

/// What a worker's exit status says when it ran out of memory.
inline constexpr int OutOfMemoryStatus = 97;

struct Limits {
  unsigned TimeoutSeconds = 0; ///< 0: none
  unsigned MemoryMiB = 0;      ///< 0: none
};

struct Worker {
  pid_t Process = -1;
  int Output = -1; ///< non-blocking; what the body returned
  int Errors = -1; ///< non-blocking; its stderr
};

/// Forks a process that runs \p Body and sends what it returns through Worker::Output. Must be called from a process
/// with one thread. Returns errno when no process can be made.
int startWorker(const std::function<std::string()> &Body, const Limits &L, Worker &W);

/// Never return, or not normally: what a test asks for instead of an analysis.
void commitCrash();
void commitHang();
void commitMemoryBlowUp();

} // namespace asynctidy::driver
