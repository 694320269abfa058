// Several loops on threads of their own, of which one runs at a time.

#include "support.hpp"

#include <async/errors.hpp>
#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/watched.hpp>
#include <async/watched_mutex.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

struct accounts {
  async::watched_mutex<> savings{"savings"};
  async::watched_mutex<> checking{"checking"};
  async::watched<int> balance{0, "balance"};
};

async::task<> transfer(async::watched_mutex<> &from, async::watched_mutex<> &to) {
  const std::lock_guard one(from);
  const std::lock_guard two(to);
  co_return;
}

std::vector<async::loop_program> crossed_locks() {
  auto shared = std::make_shared<accounts>();
  return {{"there", [shared] { return transfer(shared->savings, shared->checking); }},
          {"back", [shared] { return transfer(shared->checking, shared->savings); }}};
}

TEST(explore_loops, finds_the_order_of_thread_locks_that_deadlocks) {
  const auto found = async::explore(crossed_locks);
  ASSERT_TRUE(found.failed());
  ASSERT_EQ(kinds_of(found.failure->reports), kinds{"deadlock"});
  const async::report &made = found.failure->reports[0];
  EXPECT_EQ(made.message, "threads wait for each other");
  ASSERT_EQ(made.cycle.size(), 2u);
  EXPECT_EQ(made.cycle[0].holder, made.cycle[1].waiter);
  EXPECT_EQ(made.cycle[1].holder, made.cycle[0].waiter);
  EXPECT_NE(made.cycle[0].resource, made.cycle[1].resource);
  expect_places(found.failure->reports);

  const auto again = async::replay(crossed_locks, found.failure->schedule);
  ASSERT_EQ(kinds_of(again.reports), kinds{"deadlock"});
  EXPECT_EQ(to_json(again.reports[0]), to_json(made));
}

TEST(explore_loops, usual_order_of_the_same_program_is_fine) {
  EXPECT_FALSE(async::replay(crossed_locks, "").failed());
}

TEST(explore_loops, one_order_of_thread_locks_never_deadlocks) {
  const auto found = async::explore([]() -> std::vector<async::loop_program> {
    auto shared = std::make_shared<accounts>();
    auto same = [shared] { return transfer(shared->savings, shared->checking); };
    return {{"one", same}, {"two", same}};
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
  EXPECT_GT(found.runs, 1u);
}

/// "holder" keeps `savings` while its thread runs "other", which wants `checking`; another thread wants both.
std::vector<async::loop_program> lock_of_a_sleeping_task() {
  auto shared = std::make_shared<accounts>();
  auto first = [shared]() -> async::task<> {
    auto holder = async::spawn(
        [](accounts &in) -> async::task<> {
          const std::lock_guard held(in.savings);
          co_await async::sleep_for(1ms);
        }(*shared),
        "holder");
    auto other = async::spawn(
        [](accounts &in) -> async::task<> {
          const std::lock_guard held(in.checking);
          co_return;
        }(*shared),
        "other");
    co_await holder;
    co_await other;
  };
  return {{"first", first}, {"second", [shared] { return transfer(shared->checking, shared->savings); }}};
}

TEST(explore_loops, cycle_leads_through_the_thread_that_a_holder_cannot_get) {
  const auto all = async::explore(lock_of_a_sleeping_task, {.stop_at_failure = false});
  EXPECT_TRUE(all.exhaustive);
  EXPECT_EQ(all.kinds, (std::set{async::report_kind::deadlock, async::report_kind::lock_held_across_suspension}));

  // The order that lets "second" lock one mutex just before "other" comes.
  std::vector<async::report> deadlocks;
  for (std::string schedule = "1"; deadlocks.empty() && schedule.size() < 40; schedule = "0." + schedule)
    try {
      for (const async::report &made : async::replay(lock_of_a_sleeping_task, schedule).reports)
        if (made.kind == async::report_kind::deadlock)
          deadlocks.push_back(made);
    } catch (const async::usage_error &) {
      // The program has no such schedule.
    }
  ASSERT_EQ(deadlocks.size(), 1u);
  std::set<std::string> edges;
  for (const async::wait_edge &edge : deadlocks[0].cycle)
    edges.insert(edge.waiter + " -> " + edge.resource + " -> " + edge.holder);
  EXPECT_EQ(edges, (std::set<std::string>{"second -> thread mutex 'savings' -> holder",
                                          "holder -> the thread of its loop -> other",
                                          "other -> thread mutex 'checking' -> second"}));
}

TEST(explore_loops, trying_a_lock_fails_while_another_thread_has_it) {
  std::set<bool> results;
  const auto found = async::explore([&]() -> std::vector<async::loop_program> {
    auto shared = std::make_shared<accounts>();
    auto holds = [shared]() -> async::task<> {
      const std::lock_guard held(shared->savings);
      shared->balance.update([](int old) { return old + 1; });
      shared->balance.update([](int old) { return old - 1; });
      co_return;
    };
    auto tries = [&results, shared]() -> async::task<> {
      const bool got = shared->savings.try_lock();
      results.insert(got);
      if (got && shared->balance.read() != 0)
        throw std::logic_error("locked although another thread had it");
      if (got)
        shared->savings.unlock();
      co_return;
    };
    return {{"holds", holds}, {"tries", tries}};
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
  EXPECT_EQ(results, (std::set{false, true}));
}

async::task<> deposit(std::shared_ptr<accounts> in, int times) {
  for (int i = 0; i < times; ++i)
    in->balance.write(in->balance.read() + 1);
  co_return;
}

TEST(explore_loops, finds_updates_lost_between_threads) {
  auto program = []() -> std::vector<async::loop_program> {
    auto shared = std::make_shared<accounts>();
    return {{"one", [shared] { return deposit(shared, 1); }}, {"two", [shared] { return deposit(shared, 1); }}};
  };
  EXPECT_FALSE(async::replay(program, "").failed());
  const auto found = async::explore(program, {.stop_at_failure = false});
  EXPECT_TRUE(found.exhaustive);
  EXPECT_EQ(found.kinds, std::set{async::report_kind::lost_update});
  EXPECT_LT(found.failed_runs, found.runs);
}

TEST(explore_loops, mutex_makes_updates_safe) {
  const auto found = async::explore([]() -> std::vector<async::loop_program> {
    auto shared = std::make_shared<accounts>();
    auto safe = [shared]() -> async::task<> {
      const std::lock_guard held(shared->savings);
      co_await deposit(shared, 1);
    };
    return {{"one", safe}, {"two", safe}};
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
}

TEST(explore_loops, each_has_a_thread_a_name_and_the_common_clock) {
  std::set<std::thread::id> threads;
  std::set<std::string> orders;
  std::vector<std::string> names;
  const auto found = async::explore([&]() -> std::vector<async::loop_program> {
    threads.clear();
    auto log = std::make_shared<std::string>();
    auto sleeper = [&, log](char name, async::duration time) {
      return [&, log, name, time]() -> async::task<> {
        threads.insert(std::this_thread::get_id());
        co_await async::sleep_for(time);
        EXPECT_EQ(async::now().time_since_epoch(), time);
        *log += name;
        if (log->size() == 3) {
          orders.insert(*log);
          EXPECT_EQ(threads.size(), 3u);
        }
      };
    };
    return {{"a", sleeper('a', 1ms)}, {"b", sleeper('b', 1ms)}, {"c", sleeper('c', 2ms)}};
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_EQ(found.failure ? found.failure->error : "", "");
  EXPECT_EQ(orders, (std::set<std::string>{"abc", "bac"}));
}

TEST(explore_loops, time_may_pass_for_one_loop_while_another_can_run) {
  std::set<std::string> orders;
  const auto found = async::explore(
      [&]() -> std::vector<async::loop_program> {
        auto log = std::make_shared<std::string>();
        auto writes = [&, log](char name, async::duration time) {
          return [&, log, name, time]() -> async::task<> {
            if (time > 0ms)
              co_await async::sleep_for(time);
            *log += name;
            if (log->size() == 2)
              orders.insert(*log);
          };
        };
        return {{"a", writes('a', 1ms)}, {"b", writes('b', 0ms)}};
      },
      {.timers_may_overtake = true});
  EXPECT_TRUE(found.exhaustive);
  EXPECT_EQ(orders, (std::set<std::string>{"ab", "ba"}));
}

TEST(explore_loops, lock_that_nobody_will_release_is_a_deadlock) {
  auto program = []() -> std::vector<async::loop_program> {
    auto shared = std::make_shared<accounts>();
    return {{"forgets",
             [shared]() -> async::task<> {
               shared->savings.lock();
               co_return;
             }},
            {"waits", [shared]() -> async::task<> {
               const std::lock_guard held(shared->savings);
               co_return;
             }}};
  };
  const auto outcome = async::replay(program, "");
  ASSERT_EQ(kinds_of(outcome.reports), kinds{"deadlock"});
  EXPECT_EQ(outcome.reports[0].task, "waits");
  expect_places(outcome.reports);
}

TEST(explore_loops, exceptions_and_reports_of_each_loop_count) {
  const auto outcome = async::replay(
      []() -> std::vector<async::loop_program> {
        return {{"fails",
                 []() -> async::task<> {
                   throw std::runtime_error("broken");
                   co_return;
                 }},
                {"drops", []() -> async::task<> {
                   auto never = []() -> async::task<> { co_return; }();
                   co_return;
                 }}};
      },
      "");
  EXPECT_EQ(outcome.error, "broken");
  EXPECT_EQ(kinds_of(outcome.reports), kinds{"never-awaited"});
}

TEST(explore_loops, program_without_loops_is_over_at_once) {
  const auto found = async::explore([] { return std::vector<async::loop_program>(); });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_EQ(found.runs, 1u);
}

TEST(explore_loops, gives_up_runs_that_do_not_end) {
  const auto found = async::explore(
      []() -> std::vector<async::loop_program> {
        auto spins = []() -> async::task<> {
          for (;;)
            co_await async::yield();
        };
        return {{"one", spins}, {"two", spins}};
      },
      {.runs = 3, .steps = 50});
  EXPECT_FALSE(found.failed());
  EXPECT_FALSE(found.exhaustive);
}

TEST(random_walk, finds_and_simplifies_what_is_rare_among_many_orders) {
  // Too many orders to try all: six tasks of ten steps each.
  auto program = []() -> async::task<> {
    async::mutex a("a"), b("b");
    auto noise = [](int steps) -> async::task<> {
      for (int i = 0; i < steps; ++i)
        co_await async::yield();
    };
    auto crossed = [](async::mutex &first, async::mutex &second) -> async::task<> {
      auto one = co_await first.lock();
      co_await async::yield();
      auto two = co_await second.lock();
    };
    auto late = [&](async::mutex &first, async::mutex &second) -> async::task<> {
      co_await noise(10);
      co_await crossed(first, second);
    };
    std::vector<async::task_handle<void>> all;
    for (int i = 0; i < 4; ++i)
      all.push_back(async::spawn(noise(10)));
    all.push_back(async::spawn(crossed(a, b)));
    all.push_back(async::spawn(late(b, a)));
    for (auto &one : all)
      co_await one;
  };
  EXPECT_EQ(kinds_reported(program), kinds());
  const auto found = async::random_walk(program, 1);
  ASSERT_TRUE(found.failed());
  EXPECT_FALSE(found.exhaustive);
  EXPECT_EQ(kinds_of(found.failure->reports), kinds{"deadlock"});
  const auto again = async::replay(program, found.failure->schedule);
  EXPECT_EQ(to_text(again.reports.at(0)), to_text(found.failure->reports[0]));
  EXPECT_EQ(async::random_walk(program, 1).failure->schedule, found.failure->schedule);

  // No choice of the schedule can be left out.
  std::string simpler = found.failure->schedule;
  for (char &choice : simpler) {
    if (choice == '.' || choice == '0')
      continue;
    const char was = std::exchange(choice, '0');
    try {
      EXPECT_FALSE(async::replay(program, simpler).failed()) << simpler;
    } catch (const async::usage_error &) {
      // The program has no such schedule.
    }
    choice = was;
  }
}

TEST(random_walk, is_silent_for_a_program_without_faults_and_runs_as_often_as_asked) {
  const auto found = async::random_walk(
      []() -> async::task<> {
        auto one = async::spawn([]() -> async::task<> { co_await async::yield(); }());
        co_await one;
      },
      7, {.runs = 20});
  EXPECT_FALSE(found.failed());
  EXPECT_EQ(found.runs, 20u);
}

TEST(random_walk, works_for_several_loops) {
  const auto found = async::random_walk(crossed_locks, 3);
  ASSERT_TRUE(found.failed());
  EXPECT_EQ(kinds_of(async::replay(crossed_locks, found.failure->schedule).reports), kinds{"deadlock"});
}

} // namespace
