// Reports are exact: for each kind a program that makes exactly this one report, and a near twin that makes none. The
// tests of each kind go further; this is the list that must be complete. `no-progress` takes real time: see watchdog.

#include "support.hpp"

#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/watched.hpp>
#include <async/watched_mutex.hpp>

#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

struct pair_of_programs {
  async::report_kind kind;
  async::task<> (*faulty)();
  async::task<> (*sound)();
};

async::task<int> answer() { co_return 42; }

async::task<> fail() {
  co_await async::yield();
  throw std::runtime_error("broken");
}

async::task<> lock_both(async::mutex &first, async::mutex &second) {
  auto one = co_await first.lock();
  co_await async::yield();
  auto other = co_await second.lock();
}

/// Two tasks that lock two mutexes, the second of them the other way round or not.
async::task<> lock_in_pairs(bool crossed) {
  async::mutex left("left");
  async::mutex right("right");
  auto one = async::spawn(lock_both(left, right), "one");
  auto two = async::spawn(crossed ? lock_both(right, left) : lock_both(left, right), "two");
  co_await one;
  co_await two;
}

/// A task that catches its cancellation and, if \p goes_on, waits again.
async::task<> catch_cancellation(bool goes_on) {
  auto victim = async::spawn([](bool goes_on) -> async::task<> {
    try {
      co_await async::sleep_for(1h);
    } catch (const async::cancelled &) {
    }
    if (goes_on)
      co_await async::yield();
  }(goes_on));
  co_await async::yield();
  victim.cancel();
  co_await victim.ended();
}

/// Destroys an event for which a task waits, unless it \p is_set first.
async::task<> destroy_event(bool is_set) {
  std::optional<async::event> event(std::in_place, "news");
  auto waits = async::spawn([](async::event &event) -> async::task<> { co_await event.wait(); }(*event), "reader");
  co_await async::yield();
  if (is_set)
    event->set();
  event.reset();
  co_await async::yield();
  waits.cancel();
  co_await waits.ended();
}

async::task<> suspend_with_lock(bool unlocks_first) {
  async::watched_mutex<> accounts("accounts");
  std::unique_lock held(accounts);
  if (unlocks_first)
    held.unlock();
  co_await async::yield();
}

async::task<> add_twice(bool reads_again) {
  async::watched<int> sum(0, "sum");
  const auto add = [](async::watched<int> &sum, bool reads_again) -> async::task<> {
    int seen = sum.read();
    co_await async::yield();
    if (reads_again)
      seen = sum.read();
    sum.write(seen + 1);
  };
  auto one = async::spawn(add(sum, reads_again));
  auto two = async::spawn(add(sum, reads_again));
  co_await one;
  co_await two;
}

const pair_of_programs programs[] = {
    {async::report_kind::never_awaited,
     []() -> async::task<> {
       auto forgotten = answer();
       co_return;
     },
     []() -> async::task<> {
       auto kept = answer();
       co_await kept;
     }},
    {async::report_kind::awaited_twice,
     []() -> async::task<> {
       auto once = answer();
       co_await once;
       co_await once;
     },
     []() -> async::task<> {
       auto once = answer();
       co_await once;
       once = answer();
       co_await once;
     }},
    {async::report_kind::result_dropped,
     []() -> async::task<> {
       {
         auto dropped = async::spawn(answer());
       }
       co_await async::yield();
     },
     []() -> async::task<> {
       async::spawn(answer()).detach();
       co_await async::yield();
     }},
    {async::report_kind::exception_lost,
     []() -> async::task<> {
       auto fails = async::spawn(fail());
       co_await fails.ended();
     },
     []() -> async::task<> {
       auto fails = async::spawn(fail());
       EXPECT_THROW(co_await fails, std::runtime_error);
     }},
    {async::report_kind::guard_never_held,
     []() -> async::task<> {
       async::mutex accounts;
       auto held = accounts.lock();
       co_return;
     },
     []() -> async::task<> {
       async::mutex accounts;
       auto held = co_await accounts.lock();
     }},
    {async::report_kind::deadlock, [] { return lock_in_pairs(true); }, [] { return lock_in_pairs(false); }},
    {async::report_kind::loop_blocked,
     []() -> async::task<> {
       std::this_thread::sleep_for(1s); // which takes no real time: see blocking_calls.cpp
       co_return;
     },
     []() -> async::task<> { co_await async::sleep_for(1s); }},
    {async::report_kind::cancellation_swallowed, [] { return catch_cancellation(true); },
     [] { return catch_cancellation(false); }},
    {async::report_kind::pending_at_shutdown,
     []() -> async::task<> {
       async::spawn(work_for(1h)).detach();
       co_await async::yield();
     },
     []() -> async::task<> {
       async::spawn(work_for(1ms)).detach();
       co_await async::sleep_for(2ms);
     }},
    {async::report_kind::never_completed, [] { return destroy_event(false); }, [] { return destroy_event(true); }},
    {async::report_kind::lock_held_across_suspension, [] { return suspend_with_lock(false); },
     [] { return suspend_with_lock(true); }},
    {async::report_kind::lost_update, [] { return add_twice(false); }, [] { return add_twice(true); }},
};

/// The kinds of what \p program makes; what it throws because of its fault is not of interest here.
kinds kinds_of_run(async::task<> (*program)()) {
  return kinds_reported([program]() -> async::task<> {
    try {
      co_await program();
    } catch (const std::exception &) {
    }
  });
}

TEST(report_kinds, each_has_a_program_that_makes_exactly_it_and_a_near_twin_that_makes_none) {
  std::set<async::report_kind> seen;
  for (const pair_of_programs &pair : programs) {
    seen.insert(pair.kind);
    EXPECT_EQ(kinds_of_run(pair.faulty), kinds{std::string(name_of(pair.kind))});
    EXPECT_EQ(kinds_of_run(pair.sound), kinds()) << name_of(pair.kind);
  }
  seen.insert(async::report_kind::no_progress);
  for (int kind = 0; !name_of(async::report_kind(kind)).empty(); ++kind)
    EXPECT_TRUE(seen.contains(async::report_kind(kind))) << name_of(async::report_kind(kind)) << " is missing here";
}

} // namespace
