#include "support.hpp"

#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/watched.hpp>

#include <stdexcept>

using namespace runtime_test;

namespace {

async::task<> deposit(async::watched<int> &balance, int amount) {
  const int read = balance.read();
  co_await async::yield();
  balance.write(read + amount);
}

TEST(watched, write_from_an_overtaken_read_is_a_lost_update) {
  const auto reports = reports_of([]() -> async::task<> {
    async::watched<int> balance(100, "balance");
    auto one = async::spawn(deposit(balance, 1), "one");
    auto two = async::spawn(deposit(balance, 2), "two");
    co_await one;
    co_await two;
    EXPECT_EQ(balance.read(), 102);
  });
  ASSERT_EQ(kinds_of(reports), kinds{"lost-update"});
  const async::report &made = reports[0];
  EXPECT_EQ(made.task, "two");
  EXPECT_EQ(made.message, "task 'two' wrote 'balance' from what it had read before task 'one' changed it");
  ASSERT_EQ(made.notes.size(), 2u);
  EXPECT_LT(made.notes[0].where.line(), made.where.line()); // read, two lines before
  EXPECT_EQ(made.notes[1].where.line(), made.where.line()); // the same line, run by task one
  expect_places(reports);
}

TEST(watched, silent_when_the_value_is_read_again) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::watched<int> balance;
              auto careful = [](async::watched<int> &balance) -> async::task<> {
                balance.read();
                co_await async::yield();
                balance.write(balance.read() + 1);
              };
              auto one = async::spawn(careful(balance));
              auto two = async::spawn(careful(balance));
              co_await one;
              co_await two;
              EXPECT_EQ(balance.read(), 2);
            }),
            kinds());
}

TEST(watched, silent_under_a_mutex) {
  const auto found = async::explore([]() -> async::task<> {
    async::mutex accounts;
    async::watched<int> balance;
    auto careful = [](async::mutex &accounts, async::watched<int> &balance) -> async::task<> {
      auto held = co_await accounts.lock();
      co_await deposit(balance, 1);
    };
    auto one = async::spawn(careful(accounts, balance));
    auto two = async::spawn(careful(accounts, balance));
    co_await one;
    co_await two;
    if (balance.read() != 2)
      throw std::logic_error("lost");
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
}

TEST(watched, silent_for_changes_of_the_task_itself) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::watched<int> balance;
              const int read = balance.read();
              balance.write(read + 1);
              co_await async::yield();
              balance.write(read + 2);
            }),
            kinds());
}

/// Another task does \p change between a read and what \p finish does.
template <class Change, class Finish> kinds overtaken_by(Change change, Finish finish) {
  return kinds_reported([&]() -> async::task<> {
    async::watched<int> value(7);
    value.read();
    auto other = [](async::watched<int> &value, Change &change) -> async::task<> {
      change(value);
      co_return;
    };
    auto overtakes = async::spawn(other(value, change));
    co_await overtakes;
    finish(value);
  });
}

TEST(watched, decides_by_what_the_others_and_the_task_did) {
  auto writes = [](async::watched<int> &value) { value.write(8); };
  auto updates = [](async::watched<int> &value) { value.update([](int old) { return old + 1; }); };
  auto overwrites = [](async::watched<int> &value) { value.overwrite(9); };
  auto rewrites = [](async::watched<int> &value) { value.write(7); };
  auto reads = [](async::watched<int> &value) { value.read(); };
  EXPECT_EQ(overtaken_by(writes, writes), kinds{"lost-update"});
  EXPECT_EQ(overtaken_by(updates, writes), kinds{"lost-update"});
  EXPECT_EQ(overtaken_by(overwrites, writes), kinds{"lost-update"});
  EXPECT_EQ(overtaken_by(rewrites, writes), kinds()); // changed nothing
  EXPECT_EQ(overtaken_by(reads, writes), kinds());
  EXPECT_EQ(overtaken_by(writes, updates), kinds());
  EXPECT_EQ(overtaken_by(writes, overwrites), kinds());
  EXPECT_EQ(overtaken_by(writes, reads), kinds());
}

TEST(watched, one_report_for_each_overtaken_read) {
  EXPECT_EQ(overtaken_by([](async::watched<int> &value) { value.write(8); },
                         [](async::watched<int> &value) {
                           value.write(1);
                           value.write(2);
                         }),
            kinds{"lost-update"});
}

TEST(watched, silent_for_a_task_that_never_read) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::watched<int> value;
              auto blind = [](async::watched<int> &value, int gives) -> async::task<> {
                co_await async::yield();
                value.write(gives);
              };
              auto one = async::spawn(blind(value, 1));
              auto two = async::spawn(blind(value, 2));
              co_await one;
              co_await two;
            }),
            kinds());
}

TEST(watched, reads_of_a_task_that_has_ended_are_nobody_elses) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::watched<int> value;
              for (int round = 0; round < 10; ++round) {
                auto one = async::spawn(deposit(value, 1));
                co_await one;
              }
              EXPECT_EQ(value.read(), 10);
            }),
            kinds());
}

TEST(watched, works_for_types_that_cannot_be_compared_or_copied_cheaply) {
  struct opaque {
    int inside;
  };
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::watched<opaque> value(opaque{1});
              value.update([](const opaque &old) { return opaque{old.inside + 1}; });
              EXPECT_EQ(value.read().inside, 2);
              co_return;
            }),
            kinds());
}

TEST(watched, works_outside_of_tasks) {
  async::watched<int> value(1);
  value.write(value.read() + 1);
  EXPECT_EQ(value.read(), 2);
}

TEST(watched, exploration_finds_the_order_in_which_an_update_is_lost) {
  // In first-in first-out order the reader is done before the writer comes.
  auto program = []() -> async::task<> {
    async::watched<int> balance(0, "balance");
    auto late = [](async::watched<int> &balance) -> async::task<> {
      co_await async::yield();
      co_await async::yield();
      balance.update([](int old) { return old + 1; });
    };
    auto one = async::spawn(deposit(balance, 1), "one");
    auto two = async::spawn(late(balance), "two");
    co_await one;
    co_await two;
  };
  EXPECT_EQ(kinds_reported(program), kinds());
  const auto found = async::explore(program);
  ASSERT_TRUE(found.failed());
  EXPECT_EQ(kinds_of(found.failure->reports), kinds{"lost-update"});
  EXPECT_EQ(to_text(async::replay(program, found.failure->schedule).reports.at(0)), to_text(found.failure->reports[0]));
}

} // namespace
