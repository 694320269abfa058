#include "support.hpp"

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> note(std::string &log, char name, int steps) {
  for (int i = 0; i < steps; ++i) {
    log += name;
    co_await async::yield();
  }
}

async::task<> crossed(async::mutex &first, async::mutex &second) {
  auto one = co_await first.lock();
  auto two = co_await second.lock();
}

/// Deadlocks only if another task comes between the two locks of one: a schedule that first-in first-out never gives.
async::task<> rare_deadlock() {
  async::mutex a("a");
  async::mutex b("b");
  auto backwards = [](async::mutex &a, async::mutex &b) -> async::task<> {
    auto one = co_await b.lock();
    co_await async::yield();
    auto two = co_await a.lock();
  };
  auto late = [](async::mutex &a, async::mutex &b) -> async::task<> {
    for (int i = 0; i < 3; ++i)
      co_await async::yield();
    co_await crossed(a, b);
  };
  auto first = async::spawn(backwards(a, b), "backwards");
  auto second = async::spawn(late(a, b), "late");
  co_await first;
  co_await second;
}

TEST(explore, runs_every_order_once) {
  // Two tasks of two steps each, and main, which waits for both: the orders of a, a, b, b.
  std::multiset<std::string> seen;
  auto found = async::explore([&]() -> async::task<> {
    std::string log;
    auto first = async::spawn(note(log, 'a', 2));
    auto second = async::spawn(note(log, 'b', 2));
    co_await first.ended();
    co_await second.ended();
    seen.insert(log);
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
  const std::set<std::string> distinct(seen.begin(), seen.end());
  EXPECT_EQ(distinct, (std::set<std::string>{"aabb", "abab", "abba", "baab", "baba", "bbaa"}));
  EXPECT_EQ(found.runs, seen.size());
}

TEST(explore, finds_the_rare_deadlock_and_replays_it) {
  EXPECT_EQ(kinds_reported(rare_deadlock), kinds()); // not in the usual order
  const auto found = async::explore(rare_deadlock);
  ASSERT_TRUE(found.failed());
  ASSERT_EQ(kinds_of(found.failure->reports), kinds{"deadlock"});
  const auto again = async::replay(rare_deadlock, found.failure->schedule);
  ASSERT_EQ(kinds_of(again.reports), kinds{"deadlock"});
  EXPECT_EQ(to_text(again.reports[0]), to_text(found.failure->reports[0]));
  EXPECT_EQ(to_json(again.reports[0]), to_json(found.failure->reports[0]));
}

TEST(explore, first_failure_is_the_shortest) {
  const auto first = async::explore(rare_deadlock);
  const auto all = async::explore(rare_deadlock, {.stop_at_failure = false});
  ASSERT_TRUE(all.exhaustive);
  EXPECT_GT(all.failed_runs, 1u);
  EXPECT_LT(all.failed_runs, all.runs);
  EXPECT_EQ(all.failure->schedule, first.failure->schedule);
  EXPECT_EQ(all.kinds, std::set{async::report_kind::deadlock});
}

/// All schedules of \p length choices of 0, 1 or 2, the last one not 0.
std::vector<std::string> schedules_of(std::size_t length) {
  if (length == 0)
    return {""};
  std::vector<std::string> prefixes{""};
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<std::string> longer;
    for (const std::string &prefix : prefixes)
      for (const char *choice : {"0", "1", "2"})
        if (i + 1 < length || *choice != '0')
          longer.push_back(prefix.empty() ? choice : prefix + "." + choice);
    prefixes = std::move(longer);
  }
  return prefixes;
}

TEST(explore, no_shorter_schedule_fails) {
  unsigned failing = 0;
  for (unsigned bad = 0; bad < 7; ++bad) {
    // Fails under orders that lie scattered among all.
    auto fails_in_places = [bad]() -> async::task<> {
      std::string log;
      auto first = async::spawn(note(log, 'a', 2));
      auto second = async::spawn(note(log, 'b', 2));
      auto third = async::spawn(note(log, 'c', 1));
      co_await first.ended();
      co_await second.ended();
      co_await third.ended();
      unsigned scattered = 0;
      for (const char step : log)
        scattered = scattered * 31 + static_cast<unsigned char>(step);
      if (scattered % 7 == bad)
        throw std::runtime_error(log);
    };
    const auto found = async::explore(fails_in_places);
    if (!found.failed())
      continue;
    ++failing;
    const auto choices =
        static_cast<std::size_t>(std::count(found.failure->schedule.begin(), found.failure->schedule.end(), '.') +
                                 !found.failure->schedule.empty());
    for (std::size_t length = 0; length < choices; ++length)
      for (const std::string &schedule : schedules_of(length)) {
        try {
          EXPECT_FALSE(async::replay(fails_in_places, schedule).failed()) << schedule;
        } catch (const async::usage_error &) {
          continue; // the program has no such choice
        }
      }
  }
  EXPECT_GT(failing, 2u);
}

TEST(explore, timers_of_one_deadline_come_in_any_order_and_others_in_theirs) {
  std::set<std::string> seen;
  auto sleeper = [](std::string &log, char name, async::duration time) -> async::task<> {
    co_await async::sleep_for(time);
    log += name;
  };
  auto orders = [&](bool overtake) {
    seen.clear();
    const auto found = async::explore(
        [&]() -> async::task<> {
          std::string log;
          auto one = async::spawn(sleeper(log, 'a', 1ms));
          auto two = async::spawn(sleeper(log, 'b', 1ms));
          auto three = async::spawn(sleeper(log, 'c', 2ms));
          co_await one.ended();
          co_await two.ended();
          co_await three.ended();
          seen.insert(log);
        },
        {.timers_may_overtake = overtake});
    EXPECT_TRUE(found.exhaustive);
    return seen;
  };
  EXPECT_EQ(orders(false), (std::set<std::string>{"abc", "bac"}));
  const auto overtaking = orders(true); // tasks take time: they may run late, and start their sleep late
  EXPECT_TRUE(overtaking.contains("abc"));
  EXPECT_TRUE(overtaking.contains("cba"));
}

TEST(explore, exceptions_are_failures_too) {
  const auto found = async::explore([]() -> async::task<> {
    int value = 0;
    auto writer = [](int &value) -> async::task<> {
      const int read = value;
      co_await async::yield();
      value = read + 1;
    };
    auto one = async::spawn(writer(value));
    auto two = async::spawn(writer(value));
    co_await one;
    co_await two;
    if (value != 2)
      throw std::runtime_error("lost update");
  });
  ASSERT_TRUE(found.failed());
  EXPECT_EQ(found.failure->error, "lost update");
}

TEST(explore, gives_up_runs_that_do_not_end) {
  const auto found = async::explore(
      []() -> async::task<> {
        for (;;)
          co_await async::yield();
      },
      {.steps = 100});
  EXPECT_FALSE(found.failed());
  EXPECT_FALSE(found.exhaustive);
  EXPECT_EQ(found.runs, 1u);
}

TEST(explore, bounds_the_number_of_runs) {
  const auto found = async::explore(rare_deadlock, {.runs = 2});
  EXPECT_EQ(found.runs, 2u);
  EXPECT_FALSE(found.exhaustive);
}

TEST(explore, says_so_when_the_program_does_not_repeat_itself) {
  int run = 0;
  EXPECT_THROW(async::explore([&]() -> async::task<> {
                 std::string log;
                 ++run;
                 auto one = async::spawn(note(log, 'a', run == 1 ? 3 : 0));
                 auto two = async::spawn(note(log, 'b', run == 1 ? 3 : 0));
                 co_await one;
                 co_await two;
               }),
               async::usage_error);
}

TEST(replay, refuses_what_is_not_a_schedule_of_the_program) {
  EXPECT_THROW(async::replay(rare_deadlock, "none"), async::usage_error);
  EXPECT_THROW(async::replay(rare_deadlock, "1."), async::usage_error);
  EXPECT_THROW(async::replay(rare_deadlock, "9"), async::usage_error);
}

} // namespace
