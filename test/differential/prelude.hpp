// What generated programs are made of besides the runtime, and how the runner gets at them.
#pragma once

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/shared_mutex.hpp>
#include <async/shield.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/task_group.hpp>
#include <async/timeout.hpp>
#include <async/to_thread.hpp>
#include <async/watched_mutex.hpp>
#include <async/when_all.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

/// Either way: the exploration tries both, independently at each call.
bool input();

/// Ordinary work.
inline int ticks = 0;
inline void tick() { ++ticks; }

/// The same for coroutines: a wait that suspends.
inline async::task<> breathe() { co_await async::yield(); }

struct failure : std::runtime_error {
  failure() : runtime_error("failure") {}
};

namespace differential {

/// Notes that a statement was reached; the text that is run says so before each one, by HERE, the text that is analysed
/// does not.
void reached(int line);

/// What the objects of all programs have.
struct world_base {
  std::vector<async::task<>> kept; ///< awaited when the program has ended

  async::task<> drain() {
    while (!kept.empty()) {
      async::task<> one = std::move(kept.back());
      kept.pop_back();
      try {
        if (one.valid())
          co_await std::move(one);
      } catch (const failure &) { // the others are awaited all the same
      }
    }
  }
};

/// How a program is run; the runner has the details.
enum class setting {
  alone,     ///< the first root, as main task
  pairs,     ///< every two roots as two tasks of one loop, also each root twice
  loops,     ///< the same on two loops, each on its own thread
  cancelled, ///< the first root as a task that is cancelled at any time
};

struct program {
  const char *name;
  setting runs;
  std::shared_ptr<world_base> (*make)();
  std::vector<async::task<> (*)(world_base &)> roots;
};

/// Defined at the end of each batch of programs.
extern const std::vector<program> programs;

template <class World> std::shared_ptr<world_base> make() { return std::make_shared<World>(); }

template <class World, async::task<> (World::*Root)()> async::task<> start(world_base &in) {
  return (static_cast<World &>(in).*Root)();
}

} // namespace differential

#define HERE ::differential::reached(__LINE__);
