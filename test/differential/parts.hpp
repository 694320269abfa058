// The parts of generated libraries, and what notes mistakes that the runtime does not report. Included by the runner
// alone.
#pragma once

#include "prelude.hpp"

#include <async/event.hpp>
#include <async/scheduler.hpp>
#include <async/semaphore.hpp>

#include <cstdlib>
#include <iterator>
#include <set>
#include <string>
#include <vector>

/// A mistake that the program itself notes.
struct note {
  std::string kind;
  std::string message;
  std::source_location where;
};
inline std::vector<note> noted; ///< in this run

inline bool closing() {
  const async::scheduler *const loop = async::scheduler::current();
  return loop && loop->closing();
}

// Memory that is given back is not used again soon, so that an object that is gone is not taken for another one.

inline void *given_back[1 << 17];
inline std::size_t next_given_back = 0;
void operator delete(void *memory) noexcept {
  std::free(std::exchange(given_back[next_given_back++ % std::size(given_back)], memory));
}
void operator delete(void *memory, std::size_t) noexcept { operator delete(memory); }

// Exceptions.

struct trouble::token {
  explicit token(const char *name) : name(name) {}
  token(const token &) = delete;

  std::string name;
  bool seen = false;
  ~token() {
    if (!seen && !closing())
      noted.push_back({"exception-unseen", "no handler has looked at the exception '" + name + "'", {}});
  }
};
trouble::trouble(const char *name) : runtime_error("failure"), seen_(std::make_shared<token>(name)) {}
void trouble::look() const { seen_->seen = true; }

void look_at(const std::exception_ptr &failure) {
  try {
    if (failure)
      std::rethrow_exception(failure);
  } catch (const trouble &error) {
    error.look();
  } catch (...) {
  }
}

// Objects.

inline std::set<int> things;
inline int next_thing = 1;

thing::thing(const char *name) : name_(name), number_(next_thing++) { things.insert(number_); }
thing::thing(const thing &other) : thing(other.name_) {}
thing::~thing() {
  things.erase(number_);
  const_cast<volatile int &>(number_) = 0;
}
/// \p name_ may be anything when the object is gone; the kind of mistake is told by the place.
void thing::use(std::source_location where) const noexcept {
  if (!closing() && !things.contains(number_))
    noted.push_back({"used-after-end", "an object is used after its end", where});
}

namespace differential {

/// All coroutines of the runtime have the same frame at the same place in their promises.
inline std::coroutine_handle<async::detail::task_promise<void>> of_the_runtime(std::coroutine_handle<> handle) {
  return std::coroutine_handle<async::detail::task_promise<void>>::from_address(handle.address());
}

struct entrance {
  async::semaphore holders;
};
struct place {
  async::semaphore::acquisition turn;
};
struct stay {
  async::semaphore::permit held;
};
struct bell {
  async::event rings;
};
struct listener {
  async::event::wait_operation hears;
};

void closes::operator()(entrance *one) const { delete one; }
void closes::operator()(place *one) const { delete one; }
void closes::operator()(stay *one) const { delete one; }
void closes::operator()(bell *one) const { delete one; }
void closes::operator()(listener *one) const { delete one; }

owned<entrance> build_entrance(const char *name, std::size_t at_a_time) {
  return owned<entrance>(new entrance{async::semaphore(at_a_time, name)});
}
owned<place> queue_at(const owned<entrance> &at) { return owned<place>(new place{at->holders.acquire()}); }
bool stand(const owned<place> &at, std::coroutine_handle<> handle) {
  return at->turn.await_suspend(of_the_runtime(handle));
}
owned<stay> enter(owned<place> from) { return owned<stay>(new stay{from->turn.await_resume()}); }
owned<stay> try_to_enter(const owned<entrance> &at) {
  auto held = at->holders.try_acquire();
  return owned<stay>(held ? new stay{std::move(*held)} : nullptr);
}

owned<bell> build_bell(const char *name) { return owned<bell>(new bell{async::event(name)}); }
owned<listener> listen(const owned<bell> &to) { return owned<listener>(new listener{to->rings.wait()}); }
bool hear(const owned<listener> &by, std::coroutine_handle<> handle) {
  return by->hears.await_suspend(of_the_runtime(handle));
}
void wake(owned<listener> by) { by->hears.await_resume(); }
void ring(const owned<bell> &one) {
  const bool again = one->rings.is_set();
  one->rings.set();
  if (!again)
    one->rings.clear();
}
void ring_on(const owned<bell> &one) { one->rings.set(); }
void fall_silent(const owned<bell> &one) { one->rings.clear(); }
bool rings(const owned<bell> &one) { return one->rings.is_set(); }

inline std::vector<std::coroutine_handle<>> activities;
void remember(std::coroutine_handle<> one) { activities.push_back(one); }
inline void end_activities() {
  for (const std::coroutine_handle<> one : std::exchange(activities, {}))
    one.destroy();
}

inline async::task<> resume_after_others(std::coroutine_handle<> one) {
  co_await async::yield();
  one.resume();
}
void resume_later(std::coroutine_handle<> one) { async::spawn(resume_after_others(one)).detach(); }

} // namespace differential
