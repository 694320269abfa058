// Synchronisation among many tasks: shared_mutex, condition, barrier.

#include "support.hpp"

#include <async/barrier.hpp>
#include <async/condition.hpp>
#include <async/errors.hpp>
#include <async/explore.hpp>
#include <async/shared_mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/timeout.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> share(async::shared_mutex &wanted, events &log, std::string name, async::duration time = 1ms) {
  auto guard = co_await wanted.lock_shared();
  log.push_back(name + " in");
  co_await async::sleep_for(time);
  log.push_back(name + " out");
}

async::task<> exclude(async::shared_mutex &wanted, events &log, std::string name) {
  auto guard = co_await wanted.lock();
  log.push_back(name + " in");
  co_await async::sleep_for(1ms);
  log.push_back(name + " out");
}

async::task<> end_of(std::vector<async::task_handle<void>> &all) {
  for (auto &one : all)
    co_await one;
}

TEST(shared_mutex, is_shared_or_exclusive_and_serves_in_turn) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::shared_mutex wanted("table");
              std::vector<async::task_handle<void>> all;
              all.push_back(async::spawn(share(wanted, log, "r1")));
              all.push_back(async::spawn(share(wanted, log, "r2")));
              all.push_back(async::spawn(exclude(wanted, log, "w1")));
              all.push_back(async::spawn(share(wanted, log, "r3"))); // does not overtake w1
              all.push_back(async::spawn(share(wanted, log, "r4")));
              all.push_back(async::spawn(exclude(wanted, log, "w2")));
              all.push_back(async::spawn(exclude(wanted, log, "w3")));
              co_await end_of(all);
              EXPECT_FALSE(wanted.locked());
            }),
            kinds());
  EXPECT_EQ(log, (events{"r1 in", "r2 in", "r1 out", "r2 out", "w1 in", "w1 out", "r3 in", "r4 in", "r3 out", "r4 out",
                         "w2 in", "w2 out", "w3 in", "w3 out"}));
}

TEST(shared_mutex, guards_know_what_they_hold) {
  run_virtually([]() -> async::task<> {
    async::shared_mutex wanted;
    {
      auto one = wanted.try_lock_shared();
      auto two = wanted.try_lock_shared();
      EXPECT_TRUE(one && one->owns() && one->shares());
      EXPECT_EQ(wanted.sharers(), 2u);
      EXPECT_FALSE(wanted.try_lock());
      one->unlock();
      EXPECT_THROW(one->unlock(), async::usage_error);
      *two = std::move(*one);
      EXPECT_FALSE(wanted.locked());
    }
    auto all = wanted.try_lock();
    EXPECT_TRUE(all && !all->shares());
    EXPECT_FALSE(wanted.try_lock_shared());
    EXPECT_TRUE(wanted.locked());
    co_return;
  }());
  async::shared_mutex outside;
  EXPECT_THROW(outside.try_lock(), async::usage_error);
}

TEST(shared_mutex, try_lock_shared_does_not_overtake_who_waits_for_exclusion) {
  events log;
  run_virtually([&]() -> async::task<> {
    async::shared_mutex wanted;
    std::optional guard(co_await wanted.lock_shared());
    auto writer = async::spawn(exclude(wanted, log, "w"));
    co_await async::yield();
    EXPECT_FALSE(wanted.try_lock_shared());
    guard.reset();
    EXPECT_FALSE(wanted.try_lock_shared());
    co_await writer;
  }());
}

TEST(shared_mutex, cancelled_waiter_for_exclusion_lets_those_behind_in) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::shared_mutex wanted;
              auto guard = co_await wanted.lock_shared();
              auto writer = async::spawn(exclude(wanted, log, "w"));
              auto reader = async::spawn(share(wanted, log, "r"));
              co_await async::yield();
              writer.cancel();
              EXPECT_THROW(co_await writer, async::task_cancelled);
              co_await reader;
            }),
            kinds());
  EXPECT_EQ(log, (events{"r in", "r out"}));
}

TEST(shared_mutex, cancellation_after_the_hand_over_loses_no_lock) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::shared_mutex wanted;
              std::optional guard(co_await wanted.lock());
              auto reader = async::spawn(share(wanted, log, "r"));
              auto writer = async::spawn(exclude(wanted, log, "w"));
              co_await async::yield();
              guard.reset();
              reader.cancel();
              EXPECT_THROW(co_await reader, async::task_cancelled);
              co_await writer;
              EXPECT_FALSE(wanted.locked());
            }),
            kinds());
  EXPECT_EQ(log, (events{"r in", "w in", "w out"}));
}

TEST(shared_mutex, waiters_survive_the_mutex) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::shared_mutex wanted;
              auto guard = co_await wanted.lock_shared();
              async::spawn(exclude(wanted, log, "w")).detach();
              async::spawn(share(wanted, log, "r")).detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
}

TEST(shared_mutex, never_awaited_is_guard_never_held) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::shared_mutex wanted;
              static_cast<void>(wanted.lock_shared());
              co_return;
            }),
            kinds{"guard-never-held"});
}

async::task<> share_twice(async::shared_mutex &wanted) {
  auto first = co_await wanted.lock_shared();
  co_await async::sleep_for(2ms);
  auto second = co_await wanted.lock_shared();
}

async::task<> exclude_after(async::shared_mutex &wanted, async::duration time) {
  co_await async::sleep_for(time);
  auto guard = co_await wanted.lock();
}

TEST(shared_mutex, sharing_twice_around_one_who_waits_for_exclusion_is_a_deadlock) {
  const auto reports = reports_of([]() -> async::task<> {
    async::shared_mutex wanted("table");
    auto other = async::spawn([]() -> async::task<> { co_await async::sleep_for(1h); }());
    auto reader = async::spawn(share_twice(wanted), "reader");
    auto writer = async::spawn(exclude_after(wanted, 1ms), "writer");
    co_await reader;
    co_await writer;
    co_await other;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_EQ(reports[0].task, "reader");
  EXPECT_EQ(reports[0].cycle.size(), 2u);
  expect_places(reports);
}

TEST(shared_mutex, sharing_twice_is_none_when_nobody_waits_or_gives_up_in_time) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::shared_mutex wanted("table");
              co_await share_twice(wanted);
              auto reader = async::spawn(share_twice(wanted), "reader");
              auto writer = async::spawn([](async::shared_mutex &wanted) -> async::task<> {
                EXPECT_THROW(co_await async::with_timeout(3ms, exclude_after(wanted, 1ms)), async::timed_out);
              }(wanted));
              co_await reader;
              co_await writer;
            }),
            kinds());
}

TEST(shared_mutex, waiting_for_exclusion_while_sharing_is_a_deadlock) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::shared_mutex wanted("table");
              auto other = async::spawn([]() -> async::task<> { co_await async::sleep_for(1h); }());
              auto shared = co_await wanted.lock_shared();
              auto all = co_await wanted.lock();
              co_await other;
            }),
            kinds{"deadlock"});
}

TEST(shared_mutex, one_of_several_sharers_that_waits_for_ever_is_enough_for_a_deadlock) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::shared_mutex first("first"), second("second");
              auto idle = async::spawn([](async::shared_mutex &wanted) -> async::task<> {
                auto guard = co_await wanted.lock_shared();
                co_await async::sleep_for(1h);
              }(first));
              auto one = async::spawn([](auto &first, auto &second) -> async::task<> {
                auto guard = co_await first.lock_shared();
                co_await async::yield();
                auto other = co_await second.lock();
              }(first, second));
              auto two = async::spawn([](auto &first, auto &second) -> async::task<> {
                auto guard = co_await second.lock();
                co_await async::yield();
                auto other = co_await first.lock();
              }(first, second));
              co_await one;
              co_await two;
              co_await idle;
            }),
            kinds{"deadlock"});
}

/// Counts those who are inside.
struct visit {
  int &inside;
  explicit visit(int &of) : inside(of) { ++inside; }
  ~visit() { --inside; }
};

TEST(shared_mutex, readers_and_writers_never_meet_in_any_order) {
  const auto found = async::explore([]() -> async::task<> {
    async::shared_mutex wanted;
    int readers = 0;
    int writers = 0;
    auto read = [](async::shared_mutex &wanted, int &readers, int &writers) -> async::task<> {
      auto guard = co_await wanted.lock_shared();
      const visit reading(readers);
      co_await async::yield();
      if (writers > 0)
        throw std::logic_error("a reader met a writer");
    };
    auto write = [](async::shared_mutex &wanted, int &readers, int &writers) -> async::task<> {
      auto guard = co_await wanted.lock();
      const visit writing(writers);
      co_await async::yield();
      if (writers > 1 || readers > 0)
        throw std::logic_error("a writer met another task");
    };
    auto first = async::spawn(read(wanted, readers, writers));
    auto second = async::spawn(write(wanted, readers, writers));
    auto third = async::spawn(write(wanted, readers, writers));
    co_await async::yield();
    second.cancel();
    co_await first;
    co_await second.ended();
    co_await third;
    if (wanted.locked())
      throw std::logic_error("a lock was lost");
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_GT(found.runs, 10u);
  EXPECT_FALSE(found.failed()) << found.failure->schedule << " " << found.failure->error;
}

/// A list under a mutex, with its condition.
struct stock {
  async::mutex lock{"stock"};
  async::condition changed{"stock changed"};
  std::vector<int> items;
};

async::task<> take(stock &from, std::vector<int> &taken) {
  auto guard = co_await from.lock.lock();
  co_await from.changed.wait(guard, [&] { return !from.items.empty(); });
  EXPECT_TRUE(guard.owns());
  taken.push_back(from.items.back());
  from.items.pop_back();
}

TEST(condition, waits_without_the_mutex_and_comes_back_with_it) {
  std::vector<int> taken;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              stock all;
              auto first = async::spawn(take(all, taken));
              auto second = async::spawn(take(all, taken));
              co_await async::yield();
              EXPECT_FALSE(all.lock.locked());
              for (int item : {1, 2}) {
                auto guard = co_await all.lock.lock();
                all.items.push_back(item);
                all.changed.notify_one();
                guard.unlock();
                co_await async::sleep_for(1ms);
              }
              co_await first;
              co_await second;
              all.items.push_back(3);
              co_await take(all, taken); // no need to wait
              EXPECT_FALSE(all.lock.locked());
            }),
            kinds());
  EXPECT_EQ(taken, (std::vector<int>{1, 2, 3}));
}

TEST(condition, notify_all_wakes_in_order) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              stock all;
              auto wait = [](stock &all, events &log, const char *name) -> async::task<> {
                auto guard = co_await all.lock.lock();
                co_await all.changed.wait(guard);
                log.push_back(name);
                co_await async::sleep_for(1ms);
              };
              auto first = async::spawn(wait(all, log, "first"));
              auto second = async::spawn(wait(all, log, "second"));
              co_await async::yield();
              all.changed.notify_one();
              all.changed.notify_all();
              all.changed.notify_all(); // nobody is left
              co_await first;
              co_await second;
              EXPECT_EQ(async::now(), async::time_point(2ms));
            }),
            kinds());
  EXPECT_EQ(log, (events{"first", "second"}));
}

TEST(condition, cancelled_waiter_has_the_mutex_again_and_takes_no_notification) {
  events log;
  std::vector<int> taken;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              stock all;
              auto victim = async::spawn([](stock &all, events &log) -> async::task<> {
                auto guard = co_await all.lock.lock();
                try {
                  co_await all.changed.wait(guard);
                } catch (const async::cancelled &) {
                  log.push_back(guard.owns() && all.lock.locked() ? "owns" : "does not own");
                  throw;
                }
              }(all, log));
              auto other = async::spawn(take(all, taken));
              co_await async::yield();
              auto guard = co_await all.lock.lock();
              victim.cancel();
              all.items.push_back(1);
              all.changed.notify_one();
              co_await async::sleep_for(1ms);
              EXPECT_FALSE(victim.finished()); // needs the mutex first
              guard.unlock();
              EXPECT_THROW(co_await victim, async::task_cancelled);
              co_await other;
            }),
            kinds());
  EXPECT_EQ(log, events{"owns"});
  EXPECT_EQ(taken, std::vector<int>{1});
}

TEST(condition, cancellation_after_the_notification_does_not_lose_it) {
  std::vector<int> taken;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              stock all;
              auto victim = async::spawn(take(all, taken));
              co_await async::yield();
              all.items.push_back(1);
              all.changed.notify_one();
              victim.cancel();
              co_await victim;
            }),
            kinds());
  EXPECT_EQ(taken, std::vector<int>{1});
}

TEST(condition, refuses_a_guard_that_holds_nothing) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              stock all;
              auto guard = co_await all.lock.lock();
              guard.unlock();
              EXPECT_THROW(co_await all.changed.wait(guard), async::usage_error);
            }),
            kinds());
}

TEST(condition, nobody_to_notify_is_a_deadlock_and_the_mutex_stays_with_its_task) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              stock all;
              auto guard = co_await all.lock.lock();
              co_await all.changed.wait(guard);
            }),
            kinds{"deadlock"});
  // The guard that has been locked again still counts as this task's own.
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto idle = async::spawn([]() -> async::task<> { co_await async::sleep_for(1h); }());
              stock all;
              auto notifies = async::spawn([](stock &all) -> async::task<> {
                all.changed.notify_one();
                co_return;
              }(all));
              auto guard = co_await all.lock.lock();
              co_await all.changed.wait(guard);
              co_await notifies;
              auto again = co_await all.lock.lock();
              co_await idle;
            }),
            kinds{"deadlock"});
}

TEST(condition, waiter_survives_the_mutex) {
  async::condition changed;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto wait = [](async::mutex &lock, async::condition &changed) -> async::task<> {
                auto guard = co_await lock.lock();
                co_await changed.wait(guard);
              };
              async::mutex lock;
              std::optional<async::mutex> shorter(std::in_place);
              auto notified = async::spawn(wait(*shorter, changed));
              async::spawn(wait(lock, changed)).detach(); // is cancelled at the end, when the mutex is gone
              co_await async::yield();
              shorter.reset();
              changed.notify_one();
              EXPECT_THROW(co_await notified, async::usage_error);
            }),
            kinds{"pending-at-shutdown"});
}

TEST(condition, never_awaited_is_reported_where_it_was_made) {
  const auto reports = reports_of([]() -> async::task<> {
    stock all;
    auto guard = co_await all.lock.lock();
    static_cast<void>(all.changed.wait(guard));
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-awaited"});
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
}

TEST(barrier, lets_all_go_on_when_the_last_arrives_again_and_again) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::barrier rounds(3, "rounds");
              EXPECT_EQ(rounds.parties(), 3u);
              std::vector<std::vector<std::size_t>> places(2);
              auto party = [](async::barrier &rounds, auto &places, async::duration time) -> async::task<> {
                for (auto &round : places) {
                  co_await async::sleep_for(time);
                  round.push_back(co_await rounds.arrive_and_wait());
                }
              };
              std::vector<async::task_handle<void>> all;
              for (const async::duration time : {1ms, 2ms, 3ms})
                all.push_back(async::spawn(party(rounds, places, time)));
              co_await async::sleep_for(2ms);
              EXPECT_EQ(rounds.waiting(), 1u);
              co_await end_of(all);
              EXPECT_EQ(async::now(), async::time_point(6ms));
              EXPECT_EQ(rounds.waiting(), 0u);
              for (auto &round : places) {
                std::sort(round.begin(), round.end());
                EXPECT_EQ(round, (std::vector<std::size_t>{0, 1, 2}));
              }
            }),
            kinds());
}

TEST(barrier, one_that_is_cancelled_has_not_arrived) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::barrier pair(2);
              auto arrive = [](async::barrier &pair) -> async::task<> { co_await pair.arrive_and_wait(); };
              auto first = async::spawn(arrive(pair));
              co_await async::yield();
              first.cancel();
              EXPECT_THROW(co_await first, async::task_cancelled);
              auto second = async::spawn(arrive(pair));
              co_await async::yield();
              EXPECT_FALSE(second.finished());
              EXPECT_EQ(co_await pair.arrive_and_wait(), 1u);
              co_await second;
            }),
            kinds());
}

TEST(barrier, cancellation_after_the_last_arrival_does_not_hold_others_up) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::barrier pair(2);
              auto first = async::spawn([](async::barrier &pair, events &log) -> async::task<> {
                co_await pair.arrive_and_wait();
                log.push_back("passed");
                co_await async::yield();
                log.push_back("went on");
              }(pair, log));
              co_await async::yield();
              co_await pair.arrive_and_wait();
              first.cancel();
              EXPECT_THROW(co_await first, async::task_cancelled);
            }),
            kinds());
  EXPECT_EQ(log, events{"passed"});
}

TEST(barrier, needs_parties_and_all_of_them) {
  EXPECT_THROW(async::barrier(0), async::usage_error);
  const auto reports = reports_of([]() -> async::task<> {
    async::barrier pair(2, "pair");
    co_await pair.arrive_and_wait();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_NE(reports[0].message.find("barrier 'pair'"), std::string::npos);
}

} // namespace
