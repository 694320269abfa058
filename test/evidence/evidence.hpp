// What the evidence programs share: referents that own heap memory, and a run in virtual time. AddressSanitizer does not see
// that a local of a coroutine is gone while its frame lives, but it sees freed memory.
#pragma once

#include <async/driver.hpp>
#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/run.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/task.hpp>
#include <async/when_all.hpp>

#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evidence {

/// Too long to be kept inside of the string object.
inline std::string long_text() { return "a text that is too long to be kept inside of the string object"; }

/// Reads it all.
inline std::size_t read(std::string_view text) {
  std::size_t sum = 0;
  for (const char c : text)
    sum += static_cast<unsigned char>(c);
  volatile std::size_t result = sum;
  return result;
}

/// Runs \p main in virtual time.
inline int run(async::task<> main) {
  async::virtual_time_driver time;
  async::run(std::move(main), {.drives = &time});
  return 0;
}

/// Runs what \p program makes under every order of its tasks. What one of them throws is found again by the schedule that
/// led to it, and shown.
inline int explore(const async::program &program) {
  const async::exploration found = async::explore(program);
  if (!found.failure)
    return found.exhaustive ? 0 : 3;
  const async::run_outcome again = async::replay(program, found.failure->schedule);
  std::printf("schedule '%s': %s\n", again.schedule.c_str(), again.error.c_str());
  return again.error == found.failure->error ? 1 : 2;
}

} // namespace evidence
