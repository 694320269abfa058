// The program async-tidy as one function.
#pragma once

namespace asynctidy::driver {

/// Does what the command line says; returns the process's exit code. Needs a process with one thread.
int run(int Argc, const char *const *Argv);

} // namespace asynctidy::driver
