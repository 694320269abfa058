// Bad use is a sentence or a report, never a crash. What concerns one primitive only stands with that primitive.

#include "support.hpp"

#include <async/barrier.hpp>
#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/explore.hpp>
#include <async/inspect.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/semaphore.hpp>
#include <async/shared_mutex.hpp>
#include <async/shield.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/task_group.hpp>
#include <async/timeout.hpp>
#include <async/to_thread.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

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

TEST(bad_use, loop_on_two_threads_at_once) {
  async::event_loop loop;
  loop.run([](async::event_loop &loop) -> async::task<> {
    const std::string sentence = co_await async::to_thread([&] { return sentence_of([&] { loop.run(answer()); }); });
    expect_in(sentence, "runs on another thread");
  }(loop));
  EXPECT_EQ(loop.run(answer()), 42);
}

TEST(bad_use, submit_of_an_empty_task) {
  async::event_loop loop;
  const auto others = loop.make_submitter();
  expect_in(sentence_of([&] { others.submit(async::task<int>()); }), "empty task");
}

TEST(bad_use, submit_to_a_loop_of_an_empty_task) {
  async::event_loop loop;
  expect_in(sentence_of([&] { loop.submit(async::task<int>()); }), "submit of an empty task");
}

TEST(bad_use, exploration_inside_of_a_run) {
  const async::program alone = []() -> async::task<> { co_return; };
  const async::loops several = [&] { return std::vector<async::loop_program>{{"one", alone}}; };
  async::report_capture capture;
  run_virtually([&]() -> async::task<> {
    expect_in(sentence_of([&] { async::explore(alone); }), "explore was called inside of run()");
    expect_in(sentence_of([&] { async::explore(several); }), "explore was called inside of run()");
    expect_in(sentence_of([&] { async::explore(alone, {.reduce = true}); }), "explore was called inside of run()");
    expect_in(sentence_of([&] { async::random_walk(alone, 1); }), "random_walk was called inside of run()");
    expect_in(sentence_of([&] { async::replay(several, ""); }), "replay was called inside of run()");
    co_return;
  }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
  expect_in(sentence_of([&] { async::explore(several, {.reduce = true}); }), "`reduce` is for one");
  expect_in(sentence_of([&] { async::replay(alone, "1"); }), "schedule '1' is not one of this program");
  expect_in(sentence_of([&] { async::replay(alone, "1..2"); }), "not a schedule");
}

// Tasks.

/// Awaits what \p make gives and expects to be told at which line.
template <class Make> async::task<> expect_refused_at(unsigned line, Make make) {
  try {
    co_await make();
    ADD_FAILURE() << "was not refused";
  } catch (const async::usage_error &error) {
    EXPECT_EQ(error.where().line(), line) << error.what();
    EXPECT_NE(std::string(error.what()).find("bad_use.cpp"), std::string::npos) << error.what();
  }
}

TEST(bad_use, empty_task_given_to_what_wraps_tasks_is_told_where_that_was_asked_for) {
  const auto reports = reports_of([]() -> async::task<> {
    co_await expect_refused_at(__LINE__, [] { return async::shield(async::task<int>()); });
    co_await expect_refused_at(__LINE__, [] { return async::with_timeout(1s, async::task<int>()); });
    async::timeout_scope limit(1s);
    co_await expect_refused_at(__LINE__, [&] { return limit.run(async::task<int>()); });
    auto spent = answer();
    EXPECT_EQ(co_await spent, 42);
    co_await expect_refused_at(__LINE__, [&] { return async::shield(std::move(spent)); });
  });
  ASSERT_EQ(kinds_of(reports), kinds{"awaited-twice"});
  expect_in(reports[0].where.file_name(), "bad_use.cpp");
}

// Handles.

TEST(bad_use, everything_of_a_handle_without_task) {
  run_virtually([]() -> async::task<> {
    async::task_handle<int> never;
    expect_in(sentence_of([&] { static_cast<void>(never.name()); }), "name of a task handle that has no task");
    expect_in(sentence_of([&] { static_cast<void>(never.finished()); }), "finished of a task handle that has no task");
    expect_in(sentence_of([&] { never.cancel(); }), "cancel of a task handle that has no task");
    expect_in(sentence_of([&] { never.detach(); }), "detach of a task handle that has no task");
    expect_in(sentence_of([&] { static_cast<void>(async::async_stack(never)); }), "async_stack of a task handle");
    co_return;
  }());
}

TEST(bad_use, child_of_a_group_cannot_lose_its_task) {
  run_virtually([]() -> async::task<> {
    co_await async::with_task_group([](async::task_group &group) -> async::task<> {
      auto child = group.spawn(answer());
      auto other = std::move(child);
      EXPECT_EQ(co_await child, 42);
      EXPECT_TRUE(other.finished());
    });
  }());
}

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

TEST(bad_use, mutex_destroyed_after_it_was_handed_to_a_waiter) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              std::optional<async::mutex> one(std::in_place);
              auto guard = std::optional(co_await one->lock());
              auto waiting =
                  async::spawn([](async::mutex &wanted) -> async::task<> { auto held = co_await wanted.lock(); }(*one));
              co_await async::yield();
              guard.reset();
              one.reset();
              EXPECT_THROW(co_await waiting, async::usage_error);
            }),
            kinds());
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

TEST(bad_use, wait_awaited_by_two_tasks_at_once_is_refused) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::event set;
              auto shared = set.wait();
              auto waits = [](auto &shared) -> async::task<> { co_await shared; };
              auto first = async::spawn(waits(shared));
              auto second = async::spawn(waits(shared));
              EXPECT_THROW(co_await second, async::usage_error);
              set.set();
              EXPECT_THROW(co_await waits(shared), async::usage_error); // the first was woken and has not run
              co_await first;
              co_await waits(shared);
            }),
            kinds());
}

TEST(bad_use, put_and_call_on_a_thread_happen_once) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::queue<int> jobs;
              auto putting = jobs.put(1);
              co_await putting;
              EXPECT_THROW(co_await putting, async::usage_error);
              EXPECT_EQ(jobs.size(), 1u);
              auto calling = async::to_thread([] { return 2; });
              EXPECT_EQ(co_await calling, 2);
              EXPECT_THROW(co_await calling, async::usage_error);
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
