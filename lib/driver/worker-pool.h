// Runs jobs in worker processes, a bounded number at once. A crash, hang or excessive memory use fails only one job.
#pragma once

#include "driver/worker.h"

#include <functional>
#include <string>
#include <vector>

namespace asynctidy::driver {

struct Outcome {
  enum class Kind { Done, Crashed, TimedOut, OutOfMemory, NotStarted } How = Kind::NotStarted;
  std::string Output; ///< what the body returned
  std::string Errors; ///< what the worker wrote to stderr
  int Status = 0;     ///< Crashed: the signal, or the negated exit status; NotStarted: errno
};

/// Runs \p Body(I) for every I below \p Count, each in its own process, at most \p Jobs at once, and returns the
/// outcomes in order. \p Finished is called in this process after each with its outcome. On an interrupt it ends the
/// workers, then dies of the same signal.
std::vector<Outcome> runInWorkers(size_t Count, unsigned Jobs, const Limits &L,
                                  const std::function<std::string(size_t)> &Body,
                                  const std::function<void(size_t, Outcome &)> &Finished);

} // namespace asynctidy::driver
