// What generated programs are made of besides the runtime, and how the runner gets at them.
#pragma once

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/explore.hpp>
#include <async/generator.hpp>
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
#include <coroutine>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <source_location>
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

/// A failure of which is known whether any handler has looked at it: one that is destroyed without is an
/// `exception-unseen`.
class trouble : public std::runtime_error {
public:
  explicit trouble(const char *name);
  void look() const;

private:
  struct token;
  std::shared_ptr<token> seen_;
};
void look_at(const std::exception_ptr &); ///< as a handler would

/// An object that notes when it is used after its end: `used-after-end`.
class thing {
public:
  explicit thing(const char *name);
  thing(const thing &);
  thing &operator=(const thing &) = delete;
  ~thing();
  void use(std::source_location = std::source_location::current()) const noexcept;

private:
  const char *name_;
  int number_;
};

namespace differential {

/// Notes that a statement was reached; the text that is run says so before each one, by HERE, the text that is analysed
/// does not.
void reached(int line);

/// What the locks, events and conditions of generated libraries are made of. The checks see no body of it, so they know
/// of such a library what its shape tells, and the runtime knows who waits for what.
struct entrance; ///< lets some in at a time
struct place;    ///< in the queue before it
struct stay;     ///< within
struct bell;     ///< rings for those that wait for it
struct listener;
struct closes {
  void operator()(entrance *) const;
  void operator()(place *) const;
  void operator()(stay *) const;
  void operator()(bell *) const;
  void operator()(listener *) const;
};
template <class Part> using owned = std::unique_ptr<Part, closes>;

owned<entrance> build_entrance(const char *name, std::size_t at_a_time);
owned<place> queue_at(const owned<entrance> &);
bool stand(const owned<place> &, std::coroutine_handle<>); ///< false: it is free
owned<stay> enter(owned<place>);
owned<stay> try_to_enter(const owned<entrance> &); ///< null if it is not free

owned<bell> build_bell(const char *name);
owned<listener> listen(const owned<bell> &);
bool hear(const owned<listener> &, std::coroutine_handle<>); ///< false: it rings all the time
void wake(owned<listener>);
void ring(const owned<bell> &);    ///< now
void ring_on(const owned<bell> &); ///< and for those that come later
void fall_silent(const owned<bell> &);
bool rings(const owned<bell> &);

/// A coroutine that starts at once, and that no other can await; destroyed when the run has ended.
void remember(std::coroutine_handle<>);
struct activity {
  struct promise_type {
    activity get_return_object() {
      remember(std::coroutine_handle<promise_type>::from_promise(*this));
      return {};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};

/// Resumes a coroutine of any kind when the other tasks have had a turn.
void resume_later(std::coroutine_handle<>);

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
