#include "support.hpp"

#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/semaphore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <chrono>
#include <memory>
#include <optional>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> transfer(async::mutex &from, async::mutex &to) {
  auto first = co_await from.lock();
  co_await async::yield();
  auto second = co_await to.lock();
}

TEST(deadlock, crossed_locks_print_the_cycle_with_places) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex savings("savings");
    async::mutex checking("checking");
    auto one = async::spawn(transfer(savings, checking), "one");
    auto two = async::spawn(transfer(checking, savings), "two");
    co_await one;
    co_await two;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  const async::report &made = reports[0];
  ASSERT_EQ(made.cycle.size(), 2u);
  EXPECT_EQ(made.cycle[0].waiter, "two"); // closed the cycle
  EXPECT_EQ(made.cycle[0].resource, "mutex 'savings'");
  EXPECT_EQ(made.cycle[0].holder, "one");
  EXPECT_EQ(made.cycle[1].waiter, "one");
  EXPECT_EQ(made.cycle[1].resource, "mutex 'checking'");
  EXPECT_EQ(made.cycle[1].holder, "two");
  ASSERT_TRUE(made.cycle[0].held_since.has_value());
  EXPECT_LT(made.cycle[0].held_since->line(), made.cycle[0].waits_at.line());
  EXPECT_EQ(made.tasks.size(), 2u);
  expect_places(reports);
}

TEST(deadlock, silent_for_one_order_of_locks) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex savings("savings");
              async::mutex checking("checking");
              auto one = async::spawn(transfer(savings, checking), "one");
              auto two = async::spawn(transfer(savings, checking), "two");
              co_await one;
              co_await two;
            }),
            kinds());
}

TEST(deadlock, partial_cycle_is_reported_when_it_closes_while_others_run) {
  const auto reports = reports_of([&]() -> async::task<> {
    async::mutex savings("savings");
    async::mutex checking("checking");
    auto one = async::spawn(transfer(savings, checking), "one");
    auto two = async::spawn(transfer(checking, savings), "two");
    for (int beat = 0; beat < 10; ++beat)
      co_await async::sleep_for(1s);
  });
  EXPECT_EQ(kinds_of(reports), kinds{"deadlock"}); // and not pending-at-shutdown as well
}

TEST(deadlock, task_that_locks_what_it_holds) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex accounts("accounts");
    auto outer = co_await accounts.lock();
    auto inner = co_await accounts.lock();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  ASSERT_EQ(reports[0].cycle.size(), 1u);
  EXPECT_EQ(reports[0].cycle[0].holder, "main");
}

TEST(deadlock, parent_that_holds_what_the_child_it_joins_wants) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex accounts("accounts");
    auto held = co_await accounts.lock();
    auto child = async::spawn(
        [](async::mutex &wanted) -> async::task<> { auto guard = co_await wanted.lock(); }(accounts), "child");
    co_await child;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  ASSERT_EQ(reports[0].cycle.size(), 2u);
}

TEST(deadlock, tasks_that_join_each_other) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::task_handle<void> handles[2];
              auto joins = [](async::task_handle<void> &other) -> async::task<> { co_await other.ended(); };
              handles[0] = async::spawn(joins(handles[1]));
              handles[1] = async::spawn(joins(handles[0]));
              co_await async::sleep_for(1s);
            }),
            kinds{"deadlock"});
}

TEST(deadlock, all_tasks_wait_and_nothing_can_wake_them) {
  const auto reports = reports_of([]() -> async::task<> {
    async::event never("never");
    co_await never.wait();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_TRUE(reports[0].cycle.empty());
  EXPECT_NE(reports[0].message.find("event 'never'"), std::string::npos);
  expect_places(reports);
}

TEST(deadlock, silent_while_a_timer_is_left) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::event later;
              auto setter = async::spawn([](async::event &later) -> async::task<> {
                co_await async::sleep_for(24h);
                later.set();
              }(later));
              co_await later.wait();
              co_await setter;
            }),
            kinds());
}

TEST(deadlock, silent_behind_a_holder_that_still_runs) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex a;
              async::mutex b;
              auto holder = [](async::mutex &a, async::mutex &b) -> async::task<> {
                auto first = co_await a.lock();
                co_await async::sleep_for(1s);
                auto second = co_await b.lock();
              };
              auto one = async::spawn(holder(a, b));
              auto two = async::spawn(holder(a, b));
              auto three = async::spawn(holder(a, b));
              co_await one;
              co_await two;
              co_await three;
            }),
            kinds());
}

TEST(deadlock, of_semaphore_only_when_all_holders_are_stuck) {
  auto hold_and_want = [](async::semaphore &permits, async::mutex &wanted) -> async::task<> {
    auto permit = co_await permits.acquire();
    co_await async::yield();
    auto guard = co_await wanted.lock();
  };
  auto hold_and_sleep = [](async::semaphore &permits) -> async::task<> {
    auto permit = co_await permits.acquire();
    co_await async::sleep_for(1s);
  };
  // The second permit comes back: main gets it, and then gives the mutex back.
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::semaphore permits(2);
              async::mutex wanted;
              std::optional guard(co_await wanted.lock());
              auto one = async::spawn(hold_and_want(permits, wanted));
              auto two = async::spawn(hold_and_sleep(permits));
              co_await async::yield();
              {
                auto permit = co_await permits.acquire();
                guard.reset();
              }
              co_await one;
              co_await two;
            }),
            kinds());
  // Both holders want what main holds.
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::semaphore permits(2);
              async::mutex wanted;
              auto guard = co_await wanted.lock();
              auto one = async::spawn(hold_and_want(permits, wanted));
              auto two = async::spawn(hold_and_want(permits, wanted));
              co_await async::yield();
              co_await async::yield();
              auto permit = co_await permits.acquire();
            }),
            kinds{"deadlock"});
}

TEST(deadlock, guard_moved_within_its_task_stays_certain) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto crossed = [](async::mutex &a, async::mutex &b) -> async::task<> {
                std::optional first(co_await a.lock());
                std::optional second(std::move(first));
                co_await async::yield();
                auto third = co_await b.lock();
              };
              async::mutex a;
              async::mutex b;
              auto one = async::spawn(crossed(a, b));
              auto two = async::spawn(crossed(b, a));
              co_await async::sleep_for(1s); // the cycle is partial
            }),
            kinds{"deadlock"});
}

TEST(deadlock, guard_given_to_another_task_is_not_held_against_the_first) {
  // main waits for a mutex it took itself, but the guard is with a task that will give it back.
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex wanted;
              auto keep = [](async::mutex::guard) -> async::task<> { co_await async::yield(); };
              auto keeper = async::spawn(keep(co_await wanted.lock()));
              auto guard = co_await wanted.lock();
              co_await keeper;
            }),
            kinds());
}

TEST(deadlock, lock_leaked_by_a_task_that_ended) {
  auto leaked = std::make_unique<std::optional<async::mutex::guard>>();
  const auto reports = reports_of([&]() -> async::task<> {
    auto wanted = std::make_unique<async::mutex>("leaked");
    auto leaker = async::spawn(
        [](async::mutex &wanted, auto &leaked) -> async::task<> { leaked = co_await wanted.lock(); }(*wanted, *leaked));
    co_await leaker;
    auto guard = co_await wanted->lock();
  });
  EXPECT_EQ(kinds_of(reports), kinds{"deadlock"});
}

TEST(deadlock, silent_while_a_timeout_will_cancel_a_task_of_the_cycle) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex savings;
              async::mutex checking;
              auto one = async::spawn(transfer(savings, checking));
              auto two = async::spawn(transfer(checking, savings));
              one.record().timeouts = 1;
              co_await async::sleep_for(1s);
              one.record().timeouts = 0;
              one.cancel();
              co_await two;
            }),
            kinds());
}

TEST(deadlock, task_that_queues_up_behind_one_is_not_reported) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex savings;
    async::mutex checking;
    auto one = async::spawn(transfer(savings, checking));
    auto two = async::spawn(transfer(checking, savings));
    co_await async::sleep_for(1s);
    auto three = async::spawn(transfer(savings, checking));
    co_await three;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_EQ(reports[0].cycle.size(), 2u);
}

TEST(deadlock, task_that_gets_out_of_one_may_get_into_another) {
  auto twice = [](async::mutex &first, async::mutex &second) -> async::task<> {
    co_await transfer(first, second);
    co_await transfer(first, first);
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::mutex savings;
              async::mutex checking;
              auto one = async::spawn(transfer(savings, checking));
              auto two = async::spawn(twice(checking, savings));
              co_await async::sleep_for(1s);
              one.cancel();
              co_await two.ended();
            }),
            (kinds{"deadlock", "deadlock"}));
}

TEST(deadlock, broken_by_a_cancellation_lets_the_program_end) {
  // The report stands: the cycle was there. What comes after it is not reported again.
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex savings;
              async::mutex checking;
              auto one = async::spawn(transfer(savings, checking));
              auto two = async::spawn(transfer(checking, savings));
              co_await async::sleep_for(1s);
              one.cancel();
              co_await two;
            }),
            kinds{"deadlock"});
}

} // namespace
