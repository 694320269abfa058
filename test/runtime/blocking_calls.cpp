// Calls that block the thread, in a program that has them replaced: they take virtual time only, and are reported.

#include "support.hpp"

#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <functional>
#include <mutex>
#include <poll.h>
#include <thread>
#include <unistd.h>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// What \p blocks is reported as, if it takes \p length of virtual time and next to no real time.
std::string message_of(async::duration length, std::function<void()> blocks) {
  const auto start = std::chrono::steady_clock::now();
  const auto reports = reports_of([&]() -> async::task<> {
    const auto before = async::now();
    blocks();
    EXPECT_EQ(async::now() - before, length);
    co_return;
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  EXPECT_EQ(kinds_of(reports), kinds{"loop-blocked"});
  expect_places(reports);
  return reports.empty() ? "" : reports[0].message;
}

std::string blocked_in(const std::string &call, const std::string &length) {
  return "task 'main' called " + call + ", which blocks the thread of its loop for " + length;
}

TEST(blocking_calls, take_virtual_time_and_are_reported) {
  const timespec ten{10, 0};
  EXPECT_EQ(message_of(10s, [&] { ::nanosleep(&ten, nullptr); }), blocked_in("nanosleep", "10 s"));
  EXPECT_EQ(message_of(10s, [] { ::sleep(10); }), blocked_in("sleep", "10 s"));
  EXPECT_EQ(message_of(20ms, [] { ::usleep(20'000); }), blocked_in("usleep", "20 ms"));
  EXPECT_EQ(message_of(10s, [&] { ::clock_nanosleep(CLOCK_MONOTONIC, 0, &ten, nullptr); }),
            blocked_in("clock_nanosleep", "10 s"));
  EXPECT_EQ(message_of(10s, [&] { ::clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &ten, nullptr); }),
            blocked_in("clock_nanosleep", "10 s"));
  EXPECT_EQ(message_of(7s, [] { EXPECT_EQ(::poll(nullptr, 0, 7'000), 0); }), blocked_in("poll", "7 s"));
}

TEST(blocking_calls, standard_library_goes_through_them) {
  EXPECT_EQ(message_of(30s, [] { std::this_thread::sleep_for(30s); }), blocked_in("nanosleep", "30 s"));
  message_of(30s, [] { std::this_thread::sleep_until(std::chrono::steady_clock::now() + 30s); });
  message_of(30s, [] { std::this_thread::sleep_until(std::chrono::system_clock::now() + 30s); });
  for (const auto &wait : std::vector<std::function<bool(std::condition_variable &, std::unique_lock<std::mutex> &)>>{
           [](auto &changed, auto &locked) { return changed.wait_for(locked, 30s, [] { return false; }); },
           [](auto &changed, auto &locked) {
             return changed.wait_until(locked, std::chrono::system_clock::now() + 30s, [] { return false; });
           }})
    message_of(30s, [&] {
      std::mutex guarded;
      std::condition_variable changed;
      std::unique_lock locked(guarded);
      EXPECT_FALSE(wait(changed, locked));
      EXPECT_TRUE(locked.owns_lock());
    });
}

TEST(blocking_calls, those_that_need_not_wait_are_silent) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              std::array<int, 2> ends;
              EXPECT_EQ(::pipe(ends.data()), 0);
              EXPECT_EQ(::write(ends[1], "x", 1), 1);
              pollfd readable{ends[0], POLLIN, 0};
              EXPECT_EQ(::poll(&readable, 1, 10'000), 1);
              EXPECT_EQ(::poll(nullptr, 0, 0), 0);
              ::close(ends[0]);
              ::close(ends[1]);
              std::this_thread::sleep_for(0s);
              std::this_thread::sleep_until(std::chrono::steady_clock::now());
              EXPECT_EQ(async::now(), async::time_point());
              co_return;
            }),
            kinds());
}

TEST(blocking_calls, are_the_real_ones_outside_of_virtual_time) {
  const auto start = std::chrono::steady_clock::now();
  ::usleep(1'000);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 1ms);
  async::report_capture capture;
  async::run([]() -> async::task<> {
    const auto start = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(1ms);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 1ms);
    EXPECT_GT(std::chrono::system_clock::now().time_since_epoch(), std::chrono::years(50));
    co_return;
  }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

/// Blocks only when it comes after the other task.
async::task<> blocks_second(int &ran) {
  if (++ran == 2)
    ::sleep(1);
  co_return;
}

TEST(blocking_calls, exploration_finds_the_order_in_which_it_blocks_and_replays_it) {
  auto program = []() -> async::task<> {
    int ran = 0;
    auto other = [](int &ran) -> async::task<> {
      ++ran;
      co_return;
    };
    auto first = async::spawn(blocks_second(ran), "blocker");
    auto second = async::spawn(other(ran));
    co_await first;
    co_await second;
  };
  const async::exploration found = async::explore(program);
  ASSERT_TRUE(found.failed());
  EXPECT_EQ(found.kinds, std::set{async::report_kind::loop_blocked});
  EXPECT_EQ(found.failure->reports[0].task, "blocker");
  const auto again = async::replay(program, found.failure->schedule);
  ASSERT_EQ(again.reports.size(), 1u);
  EXPECT_EQ(to_text(again.reports[0]), to_text(found.failure->reports[0]));
}

} // namespace
