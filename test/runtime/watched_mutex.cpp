#include "support.hpp"

#include <async/errors.hpp>
#include <async/explore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/watched_mutex.hpp>

#include <mutex>
#include <thread>

using namespace runtime_test;

namespace {

using mutex = async::watched_mutex<>;

async::task<> suspend_with(mutex &held) {
  held.lock();
  co_await async::yield();
  held.unlock();
}

async::task<> release_first(mutex &held) {
  held.lock();
  held.unlock();
  co_await async::yield();
}

TEST(watched_mutex, held_across_a_suspension) {
  mutex accounts("accounts");
  const auto reports = reports_of([&] { return suspend_with(accounts); });
  ASSERT_EQ(kinds_of(reports), kinds{"lock-held-across-suspension"});
  EXPECT_EQ(reports[0].message, "task 'main' suspended while it held thread mutex 'accounts'");
  ASSERT_EQ(reports[0].notes.size(), 1u);
  EXPECT_EQ(reports[0].notes[0].where.line() + 1, reports[0].where.line());
  EXPECT_EQ(reports[0].stack.size(), 1u);
  expect_places(reports);
}

TEST(watched_mutex, silent_when_released_before) {
  mutex accounts;
  EXPECT_EQ(kinds_reported([&] { return release_first(accounts); }), kinds());
}

TEST(watched_mutex, silent_when_what_is_awaited_does_not_suspend) {
  mutex accounts;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto leaf = []() -> async::task<int> { co_return 1; };
              const std::lock_guard held(accounts);
              EXPECT_EQ(co_await leaf(), 1);
            }),
            kinds());
}

TEST(watched_mutex, one_report_for_each_locking) {
  mutex accounts;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              {
                const std::lock_guard held(accounts);
                co_await async::yield();
                co_await async::yield();
              }
              const std::lock_guard held(accounts);
              co_await async::yield();
            }),
            (kinds{"lock-held-across-suspension", "lock-held-across-suspension"}));
}

TEST(watched_mutex, places_are_the_users_also_with_guards_of_the_standard_library) {
  mutex accounts;
  const auto reports = reports_of([&]() -> async::task<> {
    const std::scoped_lock held(accounts);
    co_await async::yield();
  });
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
  EXPECT_EQ(std::string(reports[0].notes[0].where.file_name()), __FILE__);
}

TEST(watched_mutex, is_the_holders_and_not_another_tasks) {
  mutex accounts;
  const auto reports = reports_of([&]() -> async::task<> {
    auto holder = async::spawn(suspend_with(accounts), "holder");
    auto other = async::spawn([]() -> async::task<> { co_await async::yield(); }(), "other");
    co_await holder;
    co_await other;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"lock-held-across-suspension"});
  EXPECT_EQ(reports[0].task, "holder");
}

TEST(watched_mutex, silent_when_it_was_locked_outside_of_the_loop) {
  mutex accounts;
  const std::lock_guard held(accounts);
  EXPECT_EQ(kinds_reported([]() -> async::task<> { co_await async::yield(); }), kinds());
}

TEST(watched_mutex, second_task_of_the_thread_that_locks_it_is_a_deadlock) {
  mutex accounts("accounts");
  const auto reports = reports_of([&]() -> async::task<> {
    auto holder = async::spawn(suspend_with(accounts), "holder");
    auto other = async::spawn(release_first(accounts), "other");
    co_await holder;
    EXPECT_THROW(co_await other, async::deadlock_error);
  });
  ASSERT_EQ(kinds_of(reports), (kinds{"lock-held-across-suspension", "deadlock"}));
  const async::report &made = reports[1];
  EXPECT_EQ(made.message, "the thread waits for thread mutex 'accounts', which it holds itself");
  ASSERT_EQ(made.cycle.size(), 2u);
  EXPECT_EQ(made.cycle[0].waiter, "other");
  EXPECT_EQ(made.cycle[0].resource, "thread mutex 'accounts'");
  EXPECT_EQ(made.cycle[0].holder, "holder");
  EXPECT_EQ(made.cycle[1].waiter, "holder");
  EXPECT_EQ(made.cycle[1].holder, "other");
  expect_places(reports);
}

TEST(watched_mutex, task_that_locks_twice_is_a_deadlock_and_said_once) {
  mutex accounts;
  const auto reports = reports_of([&]() -> async::task<> {
    auto twice = async::spawn([](mutex &accounts) -> async::task<> {
      const std::lock_guard outer(accounts);
      const std::lock_guard inner(accounts);
      co_return;
    }(accounts));
    co_await twice.ended(); // nobody takes the exception
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_EQ(reports[0].cycle.size(), 1u);
  EXPECT_TRUE(accounts.try_lock()); // the guard released it
  accounts.unlock();
}

TEST(watched_mutex, recursive_ones_may_be_locked_again) {
  async::watched_mutex<std::recursive_mutex> accounts;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              accounts.lock();
              accounts.lock();
              EXPECT_TRUE(accounts.try_lock());
              accounts.unlock();
              accounts.unlock();
              co_await async::yield();
              accounts.unlock();
              co_await async::yield();
            }),
            kinds{"lock-held-across-suspension"});
}

TEST(watched_mutex, try_lock_of_what_the_thread_holds_fails) {
  mutex accounts;
  const std::lock_guard held(accounts);
  EXPECT_FALSE(accounts.try_lock());
}

TEST(watched_mutex, unlocking_what_is_not_held_is_a_sentence) {
  mutex accounts("accounts");
  try {
    accounts.unlock();
    FAIL();
  } catch (const async::usage_error &error) {
    EXPECT_NE(std::string(error.what()).find("unlock of thread mutex 'accounts', which this thread does not hold"),
              std::string::npos);
  }
}

TEST(watched_mutex, excludes_threads) {
  mutex accounts;
  int balance = 0;
  auto deposit = [&] {
    for (int i = 0; i < 1'000; ++i) {
      const std::lock_guard held(accounts);
      ++balance;
    }
  };
  std::thread one(deposit);
  std::thread two(deposit);
  one.join();
  two.join();
  EXPECT_EQ(balance, 2'000);
}

} // namespace
