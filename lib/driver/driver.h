// The program async-tidy as one function.
#pragma once

namespace asynctidy::driver {

/// Executes the command line and returns the exit code of the process. The process must have only one thread, because
/// it forks.
int run(int Argc, const char *const *Argv);

} // namespace asynctidy::driver
