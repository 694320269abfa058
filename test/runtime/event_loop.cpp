// The loop that other threads can reach: submitted work and calls on other threads.

#include "support.hpp"

#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/to_thread.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<int> square(int of) {
  co_await async::yield();
  co_return of *of;
}

TEST(event_loop, sleeps_in_real_time_and_runs_more_than_once) {
  async::event_loop loop;
  const auto start = std::chrono::steady_clock::now();
  loop.run([]() -> async::task<> { co_await async::sleep_for(2ms); }());
  EXPECT_GE(std::chrono::steady_clock::now() - start, 2ms);
  EXPECT_EQ(loop.run(square(3)), 9);
}

TEST(event_loop, finds_deadlocks) {
  async::report_capture capture;
  async::event_loop loop;
  auto wait = []() -> async::task<> {
    async::event never;
    co_await never.wait();
  };
  EXPECT_THROW(loop.run(wait()), async::deadlock_error);
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"deadlock"});
}

TEST(event_loop, has_a_report_handler_of_its_own) {
  const auto forgets = []() -> async::task<> {
    static_cast<void>(square(1));
    co_return;
  };
  events log;
  const auto note = [&log](const char *who) {
    return [&log, who](const async::report &made) {
      log.push_back(std::string(who) + ": " + std::string(name_of(made.kind)));
    };
  };
  const async::report_handler before = async::set_report_handler(note("process"));
  {
    async::event_loop mine;
    async::event_loop other;
    EXPECT_FALSE(mine.set_report_handler(note("mine")));
    mine.run(forgets());
    other.run(forgets());
    EXPECT_TRUE(mine.set_report_handler({}));
    mine.run(forgets());
    const async::report_capture capture; // is asked first
    EXPECT_TRUE(!mine.set_report_handler(note("mine")));
    mine.run(forgets());
    EXPECT_EQ(capture.reports().size(), 1u);
  }
  async::set_report_handler(before);
  EXPECT_EQ(log, (events{"mine: never-awaited", "process: never-awaited", "process: never-awaited"}));
}

TEST(event_loop, report_handler_that_throws_does_no_harm) {
  async::event_loop loop;
  loop.set_report_handler([](const async::report &) { throw std::runtime_error("no"); });
  testing::internal::CaptureStderr();
  loop.run([]() -> async::task<> {
    static_cast<void>(square(1));
    co_return;
  }());
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("never-awaited: "), std::string::npos) << said;
  EXPECT_NE(said.find("the report handler threw"), std::string::npos) << said;
}

TEST(submit, without_a_submitter_goes_straight_to_the_loop) {
  async::event_loop loop;
  std::future<int> result;
  std::latch submitted(1);
  std::jthread other([&] {
    result = loop.submit(square(6), "squares");
    submitted.count_down();
  });
  submitted.wait(); // and the loop runs only now
  loop.run([]() -> async::task<> {
    co_await async::yield();
    co_await async::yield();
    co_await async::yield();
  }());
  EXPECT_EQ(result.get(), 36);
}

TEST(submit, wakes_a_loop_that_waits_for_the_outside) {
  async::event_loop loop;
  async::event submitted;
  std::jthread other;
  loop.run([&]() -> async::task<> {
    const auto set = [](async::event &which) -> async::task<> {
      which.set();
      co_return;
    };
    // The call on another thread is what the loop waits for; it ends only when the submitted task has run.
    co_await async::to_thread([&] { loop.submit(set(submitted)).get(); });
    EXPECT_TRUE(submitted.is_set());
  }());
}

TEST(submit, other_thread_gets_the_value) {
  async::event_loop loop;
  async::event done("done");
  auto set = [](async::event &sets) -> async::task<> {
    sets.set();
    co_return;
  };
  std::thread other([from = loop.make_submitter(), &set, &done] {
    EXPECT_EQ(from.submit(square(7)).get(), 49);
    from.submit(set(done)).get();
  });
  // Meanwhile all tasks of the loop wait, and that is no deadlock.
  loop.run([](async::event &done) -> async::task<> { co_await done.wait(); }(done));
  other.join();
}

TEST(submit, other_thread_gets_the_exception_and_the_cancellation) {
  async::report_capture capture;
  async::event_loop loop;
  auto fail = []() -> async::task<int> {
    throw std::runtime_error("no");
    co_return 0;
  };
  auto cancelled = []() -> async::task<> {
    co_await async::yield();
    async::scheduler::current()->running()->cancel(nullptr);
    co_await async::yield();
  };
  async::event done("done");
  auto set = [](async::event &sets) -> async::task<> {
    sets.set();
    co_return;
  };
  std::thread other([&, from = loop.make_submitter()] {
    EXPECT_THROW(from.submit(fail()).get(), std::runtime_error);
    EXPECT_THROW(from.submit(cancelled()).get(), async::task_cancelled);
    from.submit(set(done)).get();
  });
  loop.run([](async::event &done) -> async::task<> { co_await done.wait(); }(done));
  other.join();
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

TEST(submit, work_waits_for_the_loop_to_run) {
  async::event_loop loop;
  auto result = loop.make_submitter().submit(square(2));
  loop.run([]() -> async::task<> {
    for (int rounds = 0; rounds < 5; ++rounds)
      co_await async::yield();
  }());
  EXPECT_EQ(result.get(), 4);
}

TEST(submit, work_that_never_runs_breaks_its_promise_and_is_reported) {
  async::report_capture capture;
  std::future<int> result;
  {
    async::event_loop loop;
    result = loop.make_submitter().submit(square(2));
  }
  EXPECT_THROW(result.get(), std::future_error);
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"never-awaited"});
}

TEST(submit, deadlock_is_found_when_the_last_submitter_is_gone) {
  async::report_capture capture;
  async::event_loop loop;
  std::latch waiting(1);
  std::thread other([from = std::make_unique<async::event_loop::submitter>(loop.make_submitter()), &waiting]() mutable {
    waiting.wait();
    from.reset();
  });
  auto wait = [](std::latch &waiting) -> async::task<> {
    async::event never;
    waiting.count_down();
    co_await never.wait();
  };
  EXPECT_THROW(loop.run(wait(waiting)), async::deadlock_error);
  other.join();
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"deadlock"});
}

TEST(submit, thousands_from_many_threads) {
  async::event_loop loop;
  async::event done("done");
  constexpr int threads = 4, each = 500;
  int sum = 0; // belongs to the loop's thread
  auto add = [](int &sum, async::event &done) -> async::task<> {
    co_await async::yield();
    if (++sum == threads * each)
      done.set();
  };
  std::vector<std::thread> others;
  for (int at = 0; at < threads; ++at)
    others.emplace_back([&, from = loop.make_submitter()] {
      for (int count = 0; count < each; ++count)
        static_cast<void>(from.submit(add(sum, done)));
    });
  loop.run([](async::event &done) -> async::task<> { co_await done.wait(); }(done));
  for (std::thread &other : others)
    other.join();
  EXPECT_EQ(sum, threads * each);
}

/// to_thread() works in every kind of loop.
template <class Make> void run_in_each_loop(Make make) {
  async::run(make());
  run_virtually(make());
  async::event_loop loop;
  loop.run(make());
}

TEST(to_thread, gives_the_value_from_another_thread) {
  run_in_each_loop([]() -> async::task<> {
    const auto here = std::this_thread::get_id();
    const auto there = co_await async::to_thread([] { return std::this_thread::get_id(); });
    EXPECT_NE(here, there);
    EXPECT_EQ(here, std::this_thread::get_id());
    auto give = [of = std::make_unique<int>(3)]() mutable { return std::move(of); }; // g++ 12 destroys it twice inside
    std::unique_ptr<int> moved = co_await async::to_thread(std::move(give));         // of a co_await expression
    EXPECT_EQ(*moved, 3);
    co_await async::to_thread([] {});
  });
}

TEST(to_thread, carries_the_exception_over) {
  run_in_each_loop([]() -> async::task<> {
    try {
      co_await async::to_thread([]() -> int { throw std::runtime_error("from there"); });
      ADD_FAILURE();
    } catch (const std::runtime_error &error) {
      EXPECT_STREQ(error.what(), "from there");
    }
  });
}

TEST(to_thread, loop_goes_on_meanwhile) {
  run_in_each_loop([]() -> async::task<> {
    std::latch released(1);
    auto blocked = [](std::latch &until) -> async::task<> { co_await async::to_thread([&] { until.wait(); }); };
    auto waiter = async::spawn(blocked(released));
    co_await async::yield();
    released.count_down(); // the loop's thread gets here although the call blocks
    co_await waiter;
  });
}

TEST(to_thread, cancelled_waiter_goes_on_and_the_call_too) {
  async::report_capture capture;
  std::latch released(1);
  std::atomic<bool> ended = false;
  run_virtually([](std::latch &released, std::atomic<bool> &ended) -> async::task<> {
    auto call = [](std::latch &until, std::atomic<bool> &ended) -> async::task<> {
      co_await async::to_thread([&] {
        until.wait();
        ended = true;
      });
    };
    auto waiter = async::spawn(call(released, ended));
    co_await async::yield();
    waiter.cancel();
    EXPECT_THROW(co_await waiter, async::task_cancelled);
    EXPECT_FALSE(ended);
    released.count_down();
  }(released, ended));
  EXPECT_TRUE(ended); // joined at the end of the run
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

TEST(to_thread, failure_that_nobody_waits_for_is_reported) {
  async::report_capture capture;
  async::event_loop loop;
  std::latch released(1);
  loop.run([](std::latch &released) -> async::task<> {
    auto call = [](std::latch &until) -> async::task<> {
      co_await async::to_thread([&] {
        until.wait();
        throw std::runtime_error("unheard");
      });
    };
    auto waiter = async::spawn(call(released));
    co_await async::yield();
    waiter.cancel();
    co_await waiter.ended();
    EXPECT_THROW(co_await waiter, async::task_cancelled);
    released.count_down();
  }(released));
  // The call ended after the run; it is looked at in the next one.
  loop.run([]() -> async::task<> { co_return; }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"exception-lost"});
  expect_places(capture.reports());
}

TEST(to_thread, more_calls_than_threads) {
  run_in_each_loop([]() -> async::task<> {
    std::atomic<int> sum = 0;
    auto call = [](std::atomic<int> &sum) -> async::task<> { co_await async::to_thread([&] { ++sum; }); };
    std::vector<async::task_handle<void>> calls;
    for (int at = 0; at < 200; ++at)
      calls.push_back(async::spawn(call(sum)));
    for (auto &each : calls)
      co_await each;
    EXPECT_EQ(sum, 200);
  });
}

TEST(to_thread, unawaited_call_is_never_made) {
  bool called = false;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              static_cast<void>(async::to_thread([&] { called = true; }));
              co_return;
            }),
            kinds{"never-awaited"});
  EXPECT_FALSE(called);
}

} // namespace
