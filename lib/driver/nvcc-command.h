// Commands of nvcc, the compiler of CUDA, for files that it hands to the compiler of the host.
#pragma once

#include <string>
#include <vector>

namespace asynctidy::driver {

/// What nvcc has the compiler of the host do, if \p CommandLine calls nvcc; else \p CommandLine itself.
std::vector<std::string> hostCommand(std::vector<std::string> CommandLine);

} // namespace asynctidy::driver
