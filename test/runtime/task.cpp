#include "support.hpp"

#include <async/errors.hpp>
#include <async/task.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace runtime_test;

namespace {

async::task<int> value(int given) { co_return given; }

async::task<long> sum_to(int last) {
  long sum = 0;
  for (int i = 1; i <= last; ++i)
    sum += co_await value(i);
  co_return sum;
}

async::task<int> chain(int length) {
  if (length == 0)
    co_return 0;
  co_return 1 + co_await chain(length - 1);
}

async::task<> fail(const char *why) {
  throw std::runtime_error(why);
  co_return;
}

async::task<int &> refer(int &to) { co_return to; }

async::task<std::unique_ptr<int>> make(int given) { co_return std::make_unique<int>(given); }

async::task<> catch_failure(std::string &what) {
  try {
    co_await fail("broken");
  } catch (const std::runtime_error &error) {
    what = error.what();
  }
}

TEST(task, gives_its_value_to_the_one_who_awaits) { EXPECT_EQ(async::run(sum_to(10)), 55); }

TEST(task, throws_its_exception_at_the_one_who_awaits) {
  std::string what;
  async::run(catch_failure(what));
  EXPECT_EQ(what, "broken");
}

TEST(task, run_throws_what_its_task_throws) { EXPECT_THROW(async::run(fail("broken")), std::runtime_error); }

TEST(task, gives_references_and_values_that_only_move) {
  int target = 1;
  async::run(refer(target)) = 7;
  EXPECT_EQ(target, 7);
  EXPECT_EQ(*async::run(make(3)), 3);
}

TEST(task, does_not_run_before_it_is_awaited) {
  events log;
  auto child = [](events &log) -> async::task<> {
    log.push_back("child");
    co_return;
  };
  auto parent = [&]() -> async::task<> {
    async::task<> later = child(log);
    log.push_back("parent");
    co_await later;
  };
  async::run(parent());
  EXPECT_EQ(log, (events{"parent", "child"}));
}

// Without symmetric transfer, or a trampoline, either of these would overflow the stack.
TEST(task, a_million_awaits_in_a_loop_use_no_stack) { EXPECT_EQ(async::run(sum_to(1'000'000)), 500'000'500'000); }
TEST(task, a_deep_chain_of_awaits_uses_no_stack) { EXPECT_EQ(async::run(chain(100'000)), 100'000); }

TEST(task, awaiting_an_empty_task_is_a_sentence) {
  auto awaits_nothing = []() -> async::task<> {
    async::task<> empty;
    co_await empty;
  };
  EXPECT_THROW(run_virtually(awaits_nothing()), async::usage_error);
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              try {
                co_await awaits_nothing();
              } catch (const async::usage_error &error) {
                EXPECT_NE(std::string(error.what()).find("empty task"), std::string::npos);
                EXPECT_NE(std::string(error.where().file_name()).find("task.cpp"), std::string::npos);
              }
            }),
            kinds());
}

TEST(task, run_inside_of_run_is_a_sentence) {
  auto nested = []() -> async::task<> {
    async::run(value(1));
    co_return;
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              try {
                co_await nested();
                ADD_FAILURE();
              } catch (const async::usage_error &error) {
                EXPECT_NE(std::string(error.what()).find("inside of a task"), std::string::npos);
              }
            }),
            kinds());
}

TEST(task, run_of_an_empty_task_is_a_sentence) { EXPECT_THROW(async::run(async::task<>()), async::usage_error); }

} // namespace
