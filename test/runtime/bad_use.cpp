// Bad use is a sentence or a report, never a crash. What concerns one primitive only stands with that primitive.

#include "support.hpp"

#include <async/barrier.hpp>
#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/inspect.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/semaphore.hpp>
#include <async/shared_mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/timeout.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// What \p work, which must be refused, is told.
template <class Work> std::string sentence_of(Work work) {
  try {
    work();
  } catch (const async::usage_error &error) {
    EXPECT_GT(error.where().line(), 0u);
    EXPECT_NE(std::string(error.what()).find("bad_use.cpp"), std::string::npos) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "was not refused";
  return {};
}

void expect_in(const std::string &sentence, const char *part) {
  EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
}

async::task<int> answer() { co_return 42; }

// Loops.

TEST(bad_use, second_run_inside_of_a_task_whatever_the_loop) {
  async::event_loop loop;
  async::event_loop other;
  async::report_capture capture;
  loop.run([&]() -> async::task<> {
    expect_in(sentence_of([&] { loop.run(answer()); }), "inside of a task");
    expect_in(sentence_of([&] { other.run(answer()); }), "inside of a task");
    expect_in(sentence_of([] { async::run(answer()); }), "inside of a task");
    EXPECT_EQ(co_await answer(), 42); // and the loop goes on
  }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

TEST(bad_use, loop_can_run_again_after_a_task_threw) {
  async::event_loop loop;
  EXPECT_THROW(loop.run([]() -> async::task<> {
    co_await async::yield();
    throw std::runtime_error("broken");
  }()),
               std::runtime_error);
  EXPECT_EQ(loop.run(answer()), 42);
}

TEST(bad_use, submit_of_an_empty_task) {
  async::event_loop loop;
  const auto others = loop.make_submitter();
  expect_in(sentence_of([&] { others.submit(async::task<int>()); }), "empty task");
}

// Handles.

TEST(bad_use, join_of_a_handle_without_task) {
  run_virtually([]() -> async::task<> {
    async::task_handle<int> never;
    expect_in(sentence_of([&] { static_cast<void>(never.join()); }), "no task");
    expect_in(sentence_of([&] { static_cast<void>(never.ended()); }), "no task");
    auto given = async::spawn(answer());
    auto taken = std::move(given);
    EXPECT_THROW(co_await given, async::usage_error);
    EXPECT_EQ(co_await taken, 42);
    auto left = async::spawn(answer());
    co_await left.ended();
    left.detach();
    EXPECT_THROW(co_await left, async::usage_error);
  }());
}

TEST(bad_use, task_that_joins_itself_is_a_deadlock) {
  const auto reports = reports_of([]() -> async::task<> {
    async::task_handle<void> self;
    auto joins = [](async::task_handle<void> &self) -> async::task<> { co_await self; };
    self = async::spawn(joins(self), "narcissus");
    co_await async::sleep_for(1ms);
    self.cancel();
    EXPECT_THROW(co_await self, async::task_cancelled);
  });
  EXPECT_EQ(kinds_of(reports), kinds{"deadlock"});
  expect_places(reports);
}

TEST(bad_use, handle_that_outlives_its_loop) {
  async::report_capture capture;
  auto waits = []() -> async::task<> { co_await async::sleep_for(1h); };
  async::task_handle<void> left;
  async::task_handle<int> ended;
  run_virtually([&]() -> async::task<> {
    left = async::spawn(waits(), "left");
    ended = async::spawn(answer(), "ended");
    co_await ended.ended();
  }());
  EXPECT_EQ(kinds_of(capture.take()), kinds{"pending-at-shutdown"});
  EXPECT_TRUE(left.finished());
  EXPECT_FALSE(left.cancel());
  EXPECT_TRUE(async::async_stack(left).empty());
  // Another loop can still take what they gave.
  run_virtually([&]() -> async::task<> {
    EXPECT_THROW(co_await left, async::task_cancelled);
    EXPECT_EQ(co_await ended, 42);
  }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

// Guards.

TEST(bad_use, guard_that_was_moved_from_holds_nothing) {
  run_virtually([]() -> async::task<> {
    async::mutex one;
    auto first = co_await one.lock();
    auto second = std::move(first);
    expect_in(sentence_of([&] { first.unlock(); }), "does not hold");
    EXPECT_TRUE(one.locked());
    async::semaphore permits(1);
    auto here = co_await permits.acquire();
    auto there = std::move(here);
    expect_in(sentence_of([&] { here.release(); }), "given back before");
    EXPECT_EQ(permits.available(), 0u);
  }());
}

TEST(bad_use, guard_that_outlives_what_it_guards_holds_nothing) {
  run_virtually([]() -> async::task<> {
    std::optional<async::mutex> one(std::in_place);
    auto guard = co_await one->lock();
    one.reset();
    EXPECT_FALSE(guard.owns());
    expect_in(sentence_of([&] { guard.unlock(); }), "does not hold");
    std::optional<async::semaphore> permits(std::in_place, 1u);
    auto permit = co_await permits->acquire();
    permits.reset();
    EXPECT_FALSE(permit.owns());
    EXPECT_THROW(permit.release(), async::usage_error);
    std::optional<async::shared_mutex> shared(std::in_place);
    auto reader = co_await shared->lock_shared();
    shared.reset();
    EXPECT_FALSE(reader.owns());
    EXPECT_THROW(reader.unlock(), async::usage_error);
  }());
}

TEST(bad_use, guard_that_outlives_its_loop_gives_back) {
  async::mutex one;
  std::optional<async::mutex::guard> kept;
  run_virtually([&]() -> async::task<> { kept.emplace(co_await one.lock()); }());
  EXPECT_TRUE(one.locked());
  kept.reset();
  EXPECT_FALSE(one.locked());
}

// Destroying what tasks wait for.

/// Has a task wait as \p wait_in says, destroys what it waits for and cancels it; gives the message of the one report.
template <class Resource, class... Arguments>
std::string message_when_destroyed(async::task<> (*wait_in)(Resource &), Arguments... arguments) {
  const auto reports = reports_of([&]() -> async::task<> {
    std::optional<Resource> short_lived(std::in_place, arguments...);
    auto waiting = async::spawn(wait_in(*short_lived), "waiter");
    co_await async::yield();
    short_lived.reset();
    co_await async::yield();
    waiting.cancel();
    EXPECT_THROW(co_await waiting, async::task_cancelled);
  });
  EXPECT_EQ(kinds_of(reports), kinds{"never-completed"});
  expect_places(reports);
  return reports.empty() ? std::string() : reports.front().message;
}

TEST(bad_use, destroying_a_queue_with_waiters) {
  expect_in(message_when_destroyed<async::queue<int>>(
                +[](async::queue<int> &from) -> async::task<> { co_await from.get(); }, 1u, "jobs"),
            "task 'waiter' waits for item of queue 'jobs', which was destroyed");
  expect_in(message_when_destroyed<async::queue<int>>(
                +[](async::queue<int> &into) -> async::task<> {
                  co_await into.put(1);
                  co_await into.put(2);
                },
                1u, "jobs"),
            "room in queue 'jobs'");
  expect_in(message_when_destroyed<async::queue<int>>(
                +[](async::queue<int> &worked) -> async::task<> {
                  co_await worked.put(1);
                  co_await worked.join();
                },
                1u, "jobs"),
            "end of queue 'jobs'");
}

TEST(bad_use, destroying_a_mutex_with_waiters) {
  const auto reports = reports_of([]() -> async::task<> {
    std::optional<async::mutex> one(std::in_place, "accounts");
    auto guard = co_await one->lock();
    auto waiting = async::spawn(
        [](async::mutex &wanted) -> async::task<> { auto never = co_await wanted.lock(); }(*one), "waiter");
    co_await async::yield();
    one.reset();
    co_await async::yield();
    waiting.cancel();
    EXPECT_THROW(co_await waiting, async::task_cancelled);
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-completed"});
  expect_in(reports.front().message, "mutex 'accounts'");
}

TEST(bad_use, destroying_a_semaphore_or_a_barrier_with_waiters) {
  expect_in(message_when_destroyed<async::semaphore>(
                +[](async::semaphore &wanted) -> async::task<> { auto never = co_await wanted.acquire(); }, 0u, "pool"),
            "semaphore 'pool'");
  expect_in(message_when_destroyed<async::barrier>(
                +[](async::barrier &meeting) -> async::task<> { co_await meeting.arrive_and_wait(); }, 2u, "start"),
            "barrier 'start'");
}

// Waits.

TEST(bad_use, wait_awaited_twice_waits_twice) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::event set;
              set.set();
              auto wait = set.wait();
              co_await wait;
              co_await wait;
              auto soon = async::sleep_for(1ms);
              co_await soon;
              co_await soon;
            }),
            kinds());
}

TEST(bad_use, sleeping_until_a_time_that_is_past_is_none) {
  run_virtually([]() -> async::task<> {
    co_await async::sleep_for(-1h);
    co_await async::sleep_until(async::time_point());
    EXPECT_THROW(co_await async::with_timeout(-1h, []() -> async::task<> { co_await async::yield(); }()),
                 async::timed_out);
  }());
}

} // namespace
