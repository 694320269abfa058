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

/// What a run did wrong, each thing after the word "shows": what the runtime reported, and what the program threw.
inline std::string harm_of(const async::run_outcome &outcome) {
  std::string text;
  for (const async::report &made : outcome.reports)
    text += "shows: " + async::to_text(made) + "\n";
  if (!outcome.error.empty())
    text += "shows: " + outcome.error + "\n";
  return text;
}

/// Runs what \p made makes, an async::program or async::loops, under every order. The first that does harm is found
/// again by its schedule, and shown.
template <class Made> int explore_all(const Made &made) {
  const async::exploration found = async::explore(made);
  if (!found.failure) {
    std::printf(found.exhaustive ? "orders: %zu\n" : "there are more orders than the %zu that were run\n", found.runs);
    return found.exhaustive ? 0 : 3;
  }
  const async::run_outcome again = async::replay(made, found.failure->schedule);
  std::printf("schedule: %s\n%s", again.schedule.c_str(), harm_of(again).c_str());
  return harm_of(again) == harm_of(*found.failure) ? 1 : 2;
}

/// Explores the orders of the tasks of one loop.
inline int explore(const async::program &program) { return explore_all(program); }

/// Explores the orders of several threads, each with a loop, and of their tasks.
inline int explore_threads(const async::loops &threads) { return explore_all(threads); }

} // namespace evidence
