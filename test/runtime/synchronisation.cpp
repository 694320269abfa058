#include "support.hpp"

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/semaphore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <chrono>
#include <optional>
#include <vector>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> lock_and_log(async::mutex &wanted, events &log, std::string name) {
  auto guard = co_await wanted.lock();
  log.push_back(name + " in");
  co_await async::yield();
  log.push_back(name + " out");
}

TEST(spawn, runs_later_and_in_order) {
  events log;
  auto note = [](events &log, const char *what) -> async::task<> {
    log.push_back(what);
    co_return;
  };
  run_virtually([&]() -> async::task<> {
    auto first = async::spawn(note(log, "first"));
    auto second = async::spawn(note(log, "second"), "named");
    EXPECT_EQ(second.name(), "named");
    EXPECT_EQ(first.name(), "task-2");
    log.push_back("main");
    co_await second;
    EXPECT_TRUE(first.finished());
  }());
  EXPECT_EQ(log, (events{"main", "first", "second"}));
}

TEST(spawn, outside_of_run_or_of_an_empty_task_is_a_sentence) {
  EXPECT_THROW(static_cast<void>(async::spawn([]() -> async::task<> { co_return; }())), async::usage_error);
  EXPECT_THROW(static_cast<void>(async::sleep_for(1s)), async::usage_error);
  run_virtually([]() -> async::task<> {
    EXPECT_THROW(static_cast<void>(async::spawn(async::task<>())), async::usage_error);
    co_return;
  }());
}

TEST(sleep, virtual_time_jumps_to_the_next_timer) {
  run_virtually([]() -> async::task<> {
    const auto start = async::now();
    co_await async::sleep_for(1h);
    EXPECT_EQ(async::now() - start, 1h);
    co_await async::sleep_until(start + 2h);
    EXPECT_EQ(async::now() - start, 2h);
    co_await async::sleep_until(start);
    EXPECT_EQ(async::now() - start, 2h);
  }());
}

TEST(sleep, many_may_have_one_deadline) { // which takes for ever if each looks at all the others
  run_virtually([]() -> async::task<> {
    std::vector<async::task_handle<int>> sleepers;
    for (int i = 0; i < 100'000; ++i)
      sleepers.push_back(async::spawn(value_after(1ms, i)));
    for (int i = 0; i < 100'000; ++i)
      EXPECT_EQ(co_await sleepers[static_cast<std::size_t>(i)], i);
  }());
}

TEST(sleep, wakes_in_order_of_deadlines) {
  events log;
  auto sleeper = [](events &log, async::duration time, const char *name) -> async::task<> {
    co_await async::sleep_for(time);
    log.push_back(name);
  };
  run_virtually([&]() -> async::task<> {
    auto third = async::spawn(sleeper(log, 3ms, "third"));
    auto first = async::spawn(sleeper(log, 1ms, "first"));
    auto second = async::spawn(sleeper(log, 2ms, "second"));
    co_await third;
    co_await first.ended();
    co_await second.ended();
  }());
  EXPECT_EQ(log, (events{"first", "second", "third"}));
}

TEST(sleep, real_time_passes_in_an_ordinary_run) { // takes a millisecond
  const auto start = std::chrono::steady_clock::now();
  async::run([]() -> async::task<> { co_await async::sleep_for(1ms); }());
  EXPECT_GE(std::chrono::steady_clock::now() - start, 1ms);
}

TEST(mutex, keeps_others_out_and_serves_in_order) {
  events log;
  run_virtually([&]() -> async::task<> {
    async::mutex wanted;
    auto first = async::spawn(lock_and_log(wanted, log, "first"));
    auto second = async::spawn(lock_and_log(wanted, log, "second"));
    auto third = async::spawn(lock_and_log(wanted, log, "third"));
    co_await first;
    co_await second;
    co_await third;
    EXPECT_FALSE(wanted.locked());
  }());
  EXPECT_EQ(log, (events{"first in", "first out", "second in", "second out", "third in", "third out"}));
}

TEST(mutex, cannot_be_snatched_from_a_waiter) {
  events log;
  run_virtually([&]() -> async::task<> {
    async::mutex wanted;
    std::optional guard(co_await wanted.lock());
    auto waiter = async::spawn(lock_and_log(wanted, log, "waiter"));
    co_await async::yield();
    guard.reset();
    EXPECT_FALSE(wanted.try_lock());
    auto mine = co_await wanted.lock();
    log.push_back("main in");
    co_await waiter;
  }());
  EXPECT_EQ(log, (events{"waiter in", "waiter out", "main in"}));
}

TEST(mutex, try_lock_and_early_unlock) {
  run_virtually([]() -> async::task<> {
    async::mutex wanted;
    auto guard = wanted.try_lock();
    EXPECT_TRUE(guard && guard->owns());
    EXPECT_FALSE(wanted.try_lock());
    guard->unlock();
    EXPECT_FALSE(wanted.locked());
    EXPECT_THROW(guard->unlock(), async::usage_error);
    co_return;
  }());
  async::mutex outside;
  EXPECT_THROW(outside.try_lock(), async::usage_error);
}

TEST(mutex, waiter_destroyed_after_it_was_given_the_lock_passes_it_on) {
  // The program is given up between the hand-over and the waiter's turn.
  events log;
  async::mutex wanted;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              std::optional guard(co_await wanted.lock());
              async::spawn(lock_and_log(wanted, log, "late")).detach();
              co_await async::yield();
              guard.reset();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_FALSE(wanted.locked());
}

TEST(semaphore, admits_as_many_as_there_are_permits) {
  int inside = 0;
  int most = 0;
  auto worker = [](async::semaphore &permits, int &inside, int &most) -> async::task<> {
    auto permit = co_await permits.acquire();
    most = std::max(most, ++inside);
    co_await async::yield();
    --inside;
  };
  run_virtually([&]() -> async::task<> {
    async::semaphore permits(2);
    std::vector<async::task_handle<void>> workers;
    for (int i = 0; i < 5; ++i)
      workers.push_back(async::spawn(worker(permits, inside, most)));
    for (auto &one : workers)
      co_await one;
    EXPECT_EQ(permits.available(), 2u);
    auto permit = permits.try_acquire();
    EXPECT_EQ(permits.available(), 1u);
    permit->release();
    EXPECT_THROW(permit->release(), async::usage_error);
    EXPECT_EQ(permits.available(), 2u);
  }());
  EXPECT_EQ(most, 2);
}

TEST(event, wakes_all_in_order_and_stays_set) {
  events log;
  auto waiter = [](async::event &go, events &log, const char *name) -> async::task<> {
    co_await go.wait();
    log.push_back(name);
  };
  run_virtually([&]() -> async::task<> {
    async::event go;
    auto first = async::spawn(waiter(go, log, "first"));
    auto second = async::spawn(waiter(go, log, "second"));
    co_await async::yield();
    go.set();
    go.clear(); // those who were woken stay so
    co_await first;
    co_await second;
    EXPECT_FALSE(go.is_set());
    go.set();
    co_await go.wait();
  }());
  EXPECT_EQ(log, (events{"first", "second"}));
}

TEST(queue, gives_items_in_order_and_bounds_producers) {
  std::vector<int> got;
  std::size_t most = 0;
  auto producer = [](async::queue<int> &into) -> async::task<> {
    for (int i = 0; i < 10; ++i)
      co_await into.put(i);
    into.close();
  };
  run_virtually([&]() -> async::task<> {
    async::queue<int> items(3);
    auto filling = async::spawn(producer(items));
    try {
      for (;;) {
        got.push_back(co_await items.get());
        most = std::max(most, items.size());
      }
    } catch (const async::queue_closed &) {
      EXPECT_TRUE(items.closed());
    }
    co_await filling;
  }());
  EXPECT_EQ(got, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(most, 3u);
}

TEST(queue, join_waits_for_the_work_on_all_items) {
  events log;
  auto worker = [](async::queue<int> &from, events &log) -> async::task<> {
    for (int i = 0; i < 2; ++i) {
      co_await from.get();
      co_await async::yield();
      log.push_back("done");
      from.task_done();
    }
  };
  run_virtually([&]() -> async::task<> {
    async::queue<int> items;
    auto working = async::spawn(worker(items, log));
    co_await items.put(1);
    EXPECT_TRUE(items.try_put(2));
    co_await items.join();
    log.push_back("joined");
    EXPECT_THROW(items.task_done(), async::usage_error);
    co_await working;
  }());
  EXPECT_EQ(log, (events{"done", "done", "joined"}));
}

TEST(queue, closing_turns_waiting_producers_and_consumers_away) {
  int refused = 0;
  auto producer = [](async::queue<int> &into, int &refused) -> async::task<> {
    try {
      co_await into.put(2);
    } catch (const async::queue_closed &) {
      ++refused;
    }
  };
  auto consumer = [](async::queue<int> &from, int &refused) -> async::task<> {
    try {
      co_await from.get();
    } catch (const async::queue_closed &) {
      ++refused;
    }
  };
  run_virtually([&]() -> async::task<> {
    async::queue<int> full(1);
    async::queue<int> empty;
    co_await full.put(1);
    auto producing = async::spawn(producer(full, refused));
    auto consuming = async::spawn(consumer(empty, refused));
    co_await async::yield();
    full.close();
    empty.close();
    co_await producing;
    co_await consuming;
    EXPECT_FALSE(full.try_put(3));
    EXPECT_EQ(co_await full.get(), 1);
  }());
  EXPECT_EQ(refused, 2);
}

} // namespace
