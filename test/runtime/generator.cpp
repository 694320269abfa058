// Coroutines that give many values, and variables that belong to a task.

#include "support.hpp"

#include <async/context_var.hpp>
#include <async/errors.hpp>
#include <async/generator.hpp>
#include <async/inspect.hpp>
#include <async/queue.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/task_group.hpp>
#include <async/timeout.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::generator<int> count(int end) {
  for (int i = 0; i < end; ++i) {
    co_await async::sleep_for(1ms);
    co_yield i;
  }
}

/// Logs when its variables die.
struct note {
  events *log;
  const char *text;
  ~note() { log->push_back(text); }
};

TEST(generator, gives_values_until_its_end) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              std::vector<int> got;
              auto numbers = count(3);
              while (auto next = co_await numbers.next())
                got.push_back(*next);
              EXPECT_EQ(got, (std::vector<int>{0, 1, 2}));
              EXPECT_EQ(co_await numbers.next(), std::nullopt);
              EXPECT_EQ(async::now(), async::time_point(3ms));
            }),
            kinds());
}

TEST(generator, runs_only_when_asked) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto words = [](events &log) -> async::generator<std::unique_ptr<std::string>> {
                log.push_back("started");
                co_yield std::make_unique<std::string>("one");
                log.push_back("asked again");
                co_yield std::make_unique<std::string>("two");
                log.push_back("not reached");
              }(log);
              co_await async::sleep_for(1ms);
              log.push_back("asking");
              EXPECT_EQ(**co_await words.next(), "one");
              log.push_back("got one");
              EXPECT_EQ(**co_await words.next(), "two");
            }),
            kinds());
  EXPECT_EQ(log, (events{"asking", "started", "got one", "asked again"}));
}

TEST(generator, exception_comes_out_and_is_its_end) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto numbers = []() -> async::generator<int> {
                co_yield 1;
                co_await async::yield();
                throw std::runtime_error("disk full");
              }();
              EXPECT_EQ(co_await numbers.next(), 1);
              EXPECT_THROW(co_await numbers.next(), std::runtime_error);
              EXPECT_EQ(co_await numbers.next(), std::nullopt);
            }),
            kinds());
}

TEST(generator, cancellation_of_who_asks_goes_through_it) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto asks = async::spawn([](events &log) -> async::task<> {
                auto numbers = [](events &log) -> async::generator<int> {
                  note ended{&log, "generator ended"};
                  co_await async::sleep_for(1h);
                  co_yield 1;
                }(log);
                co_await numbers.next();
                log.push_back("went on");
              }(log));
              co_await async::sleep_for(1ms);
              asks.cancel();
              EXPECT_THROW(co_await asks, async::task_cancelled);
              auto late = count(1);
              EXPECT_THROW(
                  co_await async::with_timeout(0ms, [](auto &late) -> async::task<> { co_await late.next(); }(late)),
                  async::timed_out);
            }),
            kinds());
  EXPECT_EQ(log, events{"generator ended"});
}

TEST(generator, destroyed_before_its_end_destroys_its_variables) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              {
                auto numbers = [](events &log) -> async::generator<int> {
                  note ended{&log, "generator ended"};
                  co_yield 1;
                  co_yield 2;
                }(log);
                EXPECT_EQ(co_await numbers.next(), 1);
              }
              log.push_back("went on");
            }),
            kinds());
  EXPECT_EQ(log, (events{"generator ended", "went on"}));
}

TEST(generator, generators_can_be_stacked_and_are_seen_in_the_await_chain) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto doubled = [](async::generator<int> from) -> async::generator<int> {
                EXPECT_EQ(async::async_stack().size(), 2u);
                while (auto next = co_await from.next())
                  co_yield 2 * *next;
              }(count(3));
              int sum = 0;
              while (auto next = co_await doubled.next()) {
                EXPECT_EQ(async::async_stack().size(), 1u);
                sum += *next;
              }
              EXPECT_EQ(sum, 6);
            }),
            kinds());
}

TEST(generator, long_ones_do_not_grow_the_stack) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto numbers = []() -> async::generator<int> {
                for (int i = 0; i < 200'000; ++i)
                  co_yield i;
              }();
              int seen = 0;
              while (co_await numbers.next())
                ++seen;
              EXPECT_EQ(seen, 200'000);
            }),
            kinds());
}

TEST(generator, can_be_asked_by_several_tasks_one_after_the_other) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto numbers = count(2);
              auto other =
                  async::spawn([](auto &numbers) -> async::task<int> { co_return *co_await numbers.next(); }(numbers));
              EXPECT_EQ(co_await other, 0);
              EXPECT_EQ(co_await numbers.next(), 1);
            }),
            kinds());
}

TEST(generator, refuses_two_at_a_time_and_an_empty_one) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto numbers = count(2);
              auto other =
                  async::spawn([](auto &numbers) -> async::task<int> { co_return *co_await numbers.next(); }(numbers));
              co_await async::yield();
              EXPECT_THROW(co_await numbers.next(), async::usage_error);
              EXPECT_EQ(co_await other, 0);
              auto moved = std::move(numbers);
              EXPECT_FALSE(numbers.valid());
              EXPECT_THROW(co_await numbers.next(), async::usage_error);
              EXPECT_EQ(co_await moved.next(), 1);
            }),
            kinds());
}

TEST(generator, destroyed_while_a_task_waits_for_its_item_gives_that_first) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto numbers = std::optional([](events &log) -> async::generator<int> {
                const note ended{&log, "generator ended"};
                co_await async::sleep_for(1ms);
                co_yield 1;
                log.push_back("never");
              }(log));
              auto asks =
                  async::spawn([](auto &numbers) -> async::task<int> { co_return *co_await numbers.next(); }(*numbers));
              co_await async::yield();
              numbers.reset();
              EXPECT_EQ(async::async_stack(asks).size(), 2u);
              log.push_back("generator destroyed");
              EXPECT_EQ(co_await asks, 1);
            }),
            kinds());
  EXPECT_EQ(log, (events{"generator destroyed", "generator ended"}));
}

TEST(generator, outlives_a_task_that_is_destroyed_while_it_waits_for_an_item) {
  events log;
  async::generator<int> numbers = [](events &log) -> async::generator<int> {
    const note ended{&log, "generator ended"};
    for (;;) {
      try {
        co_await async::sleep_for(1h);
      } catch (const async::cancelled &) {
        log.push_back("ignores it");
      }
    }
    co_yield 1;
  }(log);
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn([](auto &numbers) -> async::task<> { co_await numbers.next(); }(numbers), "asks").detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_EQ(log, (events{"ignores it", "generator ended"}));
  EXPECT_FALSE(numbers.valid());
}

TEST(generator, item_that_is_not_awaited_is_reported) {
  const auto reports = reports_of([]() -> async::task<> {
    auto numbers = count(2);
    static_cast<void>(numbers.next());
    co_return;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-awaited"});
  expect_places(reports);
}

async::context_var<std::string> user("nobody");

TEST(context_var, has_its_initial_value_until_it_is_set) {
  EXPECT_EQ(user.get(), "nobody");
  EXPECT_THROW(user.set("ann"), async::usage_error);
  EXPECT_THROW(static_cast<void>(user.bind("ann")), async::usage_error);
  run_virtually([]() -> async::task<> {
    EXPECT_EQ(user.get(), "nobody");
    user.set("ann");
    EXPECT_EQ(user.get(), "ann");
    co_await async::yield();
    EXPECT_EQ(user.get(), "ann");
  }());
  EXPECT_EQ(user.get(), "nobody");
}

TEST(context_var, is_inherited_by_spawned_tasks_and_each_has_its_own_at_every_resume) {
  events log;
  auto serve = [](events &log, const char *name) -> async::task<> {
    log.push_back("inherited " + user.get());
    co_await async::yield();
    user.set(name);
    co_await async::yield();
    log.push_back("still " + user.get());
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              user.set("main");
              auto first = async::spawn(serve(log, "ann"));
              auto second = async::spawn(serve(log, "bob"));
              user.set("changed");
              co_await first;
              co_await second;
              EXPECT_EQ(user.get(), "changed");
              co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                group.spawn(serve(log, "eve"));
                co_return;
              });
            }),
            kinds());
  EXPECT_EQ(log,
            (events{"inherited main", "inherited main", "still ann", "still bob", "inherited changed", "still eve"}));
}

TEST(context_var, is_shared_by_the_coroutines_of_a_task) {
  run_virtually([]() -> async::task<> {
    co_await []() -> async::task<> {
      user.set("callee");
      co_return;
    }();
    EXPECT_EQ(user.get(), "callee");
    auto names = []() -> async::generator<std::string> {
      for (;;)
        co_yield user.get();
    }();
    EXPECT_EQ(co_await names.next(), "callee");
    auto other = async::spawn([](auto &names) -> async::task<std::string> {
      user.set("other");
      co_return *co_await names.next();
    }(names));
    EXPECT_EQ(co_await other, "other");
    EXPECT_EQ(co_await names.next(), "callee");
  }());
}

TEST(context_var, binding_restores_what_was_before) {
  async::context_var<int> depth;
  run_virtually([](async::context_var<int> &depth) -> async::task<> {
    {
      auto one = depth.bind(1);
      {
        auto two = depth.bind(2);
        co_await async::yield();
        EXPECT_EQ(depth.get(), 2);
        EXPECT_EQ(user.get(), "nobody");
      }
      EXPECT_EQ(depth.get(), 1);
    }
    EXPECT_EQ(depth.get(), 0);
  }(depth));
}

} // namespace
