// The fixture of <async/test.hpp>, as its users write tests, and what makes such tests fail.

#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/test.hpp>

#include <gtest/gtest-spi.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

ASYNC_TEST(usage, body_is_a_coroutine_in_virtual_time) {
  const auto before = std::chrono::steady_clock::now();
  co_await async::sleep_for(30s);
  EXPECT_EQ(async::now(), async::time_point(30s));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
}

ASYNC_TEST(usage, task_has_the_name_of_the_test) {
  EXPECT_EQ(async::current_task()->name, "usage.task_has_the_name_of_the_test");
  co_return;
}

class with_members : public async::test {
protected:
  void SetUp() override { prepared = 1; }
  void TearDown() override { EXPECT_EQ(prepared, 2); }

  int prepared = 0;
};

ASYNC_TEST_F(with_members, body_uses_them) {
  co_await async::yield();
  ASYNC_ASSERT(prepared == 1);
  prepared = 2;
}

ASYNC_TEST_F(with_members, and_again) {
  prepared = 2;
  co_return;
}

class about_reports : public async::test {};

ASYNC_TEST_F(about_reports, expected_ones_are_no_failure) {
  expect_report(async::report_kind::deadlock);
  async::mutex twice;
  auto outer = co_await twice.lock();
  auto inner = co_await twice.lock();
}

/// A test that is run by another one.
class probe : public async::test {
public:
  using async::test::expect_report;

  explicit probe(async::duration limit = 1min, async::duration real_limit = 10s)
      : limit_(limit), real_limit_(real_limit) {}

  /// The messages of all failures.
  std::vector<std::string> failures_of(const std::function<async::task<>()> &body) {
    ::testing::TestPartResultArray results;
    {
      ::testing::ScopedFakeTestPartResultReporter reporter(
          ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &results);
      run_body(body());
    }
    std::vector<std::string> messages;
    for (int i = 0; i < results.size(); ++i)
      messages.emplace_back(results.GetTestPartResult(i).message());
    return messages;
  }

private:
  void TestBody() override {}
  async::duration time_limit() const override { return limit_; }
  async::duration real_time_limit() const override { return real_limit_; }

  async::duration limit_;
  async::duration real_limit_;
};

/// There is one failure, which says \p what and the name of the test.
void expect_one(const std::vector<std::string> &failures, const std::string &what) {
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_NE(failures[0].find(what), std::string::npos) << failures[0];
  const auto *info = ::testing::UnitTest::GetInstance()->current_test_info();
  EXPECT_NE(failures[0].find(info->name()), std::string::npos) << failures[0];
}

TEST(test_fixture, sound_test_passes) {
  EXPECT_EQ(probe().failures_of([]() -> async::task<> { co_await async::sleep_for(1s); }), std::vector<std::string>());
}

TEST(test_fixture, every_report_is_a_failure) {
  expect_one(probe().failures_of([]() -> async::task<> {
    auto never = []() -> async::task<> { co_return; }();
    co_return;
  }),
             "never-awaited: ");
}

TEST(test_fixture, report_of_another_thread_is_a_failure) {
  expect_one(probe().failures_of([]() -> async::task<> {
    std::thread other([] { auto never = []() -> async::task<> { co_return; }(); });
    other.join();
    co_return;
  }),
             "never-awaited: ");
}

TEST(test_fixture, exception_is_a_failure) {
  expect_one(probe().failures_of([]() -> async::task<> {
    co_await async::yield();
    throw std::runtime_error("broken");
  }),
             "the test threw an exception: broken");
  expect_one(probe().failures_of([]() -> async::task<> {
    throw 1;
    co_return;
  }),
             "not derived from std::exception");
}

TEST(test_fixture, deadlock_is_one_failure) {
  expect_one(probe().failures_of([]() -> async::task<> {
    async::event never("never");
    co_await never.wait();
  }),
             "deadlock: ");
}

TEST(test_fixture, task_left_over_is_a_failure) {
  auto sleeps = []() -> async::task<> { co_await async::sleep_for(1s); };
  expect_one(probe().failures_of([&]() -> async::task<> {
    async::spawn(sleeps(), "left").detach();
    co_return;
  }),
             "pending-at-shutdown: task 'left'");
  expect_one(probe().failures_of([&]() -> async::task<> {
    auto left = async::spawn(sleeps(), "left");
    left.cancel();
    co_return;
  }),
             "task 'left' was cancelled but has not ended");
}

TEST(test_fixture, too_long_by_the_loops_clock_is_a_failure_that_shows_the_tasks) {
  const auto failures = probe(5s).failures_of([]() -> async::task<> {
    auto other = async::spawn([]() -> async::task<> { co_await async::sleep_for(1h); }(), "other");
    for (;;)
      co_await async::sleep_for(1s);
  });
  expect_one(failures, "has not ended after 5000 ms of the loop's time");
  expect_one(failures, "task 'other' is waiting for timer");
}

TEST(test_fixture, too_long_by_the_wall_clock_is_a_failure_although_virtual_time_stands_still) {
  expect_one(probe(1min, 1ms).failures_of([]() -> async::task<> {
    for (;;)
      co_await async::yield();
  }),
             "of real time");
}

TEST(test_fixture, missing_report_is_a_failure) {
  probe expects;
  expects.expect_report(async::report_kind::deadlock);
  expect_one(expects.failures_of([]() -> async::task<> { co_return; }), "was expected that was not made: deadlock");
}

TEST(test_fixture, failed_assertion_ends_the_coroutine) {
  bool reached = false;
  const auto failures = probe().failures_of([&]() -> async::task<> {
    ASYNC_ASSERT(1 + 1 == 3);
    reached = true;
  });
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_NE(failures[0].find("does not hold: 1 + 1 == 3"), std::string::npos);
  EXPECT_FALSE(reached);
}

} // namespace
