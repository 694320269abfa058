// A worker process: sets limits, analyses, writes the result to a pipe.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <functional>
#include <string>
#include <sys/types.h>

namespace asynctidy::driver {

/// The exit status of a worker that ran out of memory.
inline constexpr int OutOfMemoryStatus = 97;

struct Limits {
  unsigned TimeoutSeconds = 0; ///< 0: none
  unsigned MemoryMiB = 0;      ///< 0: none
};

struct Worker {
  pid_t Process = -1;
  int Output = -1; ///< non-blocking; the result of the body
  int Errors = -1; ///< non-blocking; its stderr
};

/// Forks a process that runs \p Body and writes its result to Worker::Output. The calling process must have only one
/// thread. Returns 0, or errno when the process cannot be created.
int startWorker(const std::function<std::string()> &Body, const Limits &L, Worker &W);

/// Faults for tests, instead of an analysis.
void commitCrash();
void commitHang();
void commitMemoryBlowUp();

} // namespace asynctidy::driver
