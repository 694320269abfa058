#pragma once

// Needs GoogleTest, which the library itself does not.

#include "async/driver.hpp"
#include "async/errors.hpp"
#include "async/inspect.hpp"
#include "async/report.hpp"
#include "async/run.hpp"
#include "async/task.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace async {

namespace detail {

/// Virtual time, with limits for the virtual and the real time of a test.
class test_driver final : public virtual_time_driver {
public:
  struct timed_out {
    std::string message;
  };

  test_driver(duration limit, duration real_limit)
      : limit_(limit), real_limit_(real_limit), real_end_(std::chrono::steady_clock::now() + real_limit) {}

  void before_step() override {
    if (now().time_since_epoch() > limit_)
      throw timed_out{message_for(limit_, "of the loop's time")};
    if (std::chrono::steady_clock::now() > real_end_)
      throw timed_out{message_for(real_limit_, "of real time")};
  }

  void idle(std::optional<time_point> until) override {
    if (until)
      return virtual_time_driver::idle(until);
    wait_for_post(real_end_);
    before_step();
  }

private:
  static std::string message_for(duration limit, const char *of_what) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
    return "the test has not ended after " + std::to_string(milliseconds) + " ms " + of_what + "\n" +
           to_text(all_tasks());
  }

  duration limit_;
  duration real_limit_;
  std::chrono::steady_clock::time_point real_end_;
};

} // namespace detail

/// A GoogleTest fixture whose tests are coroutines:
///
///     ASYNC_TEST(queue, gives_what_was_put_in) {
///       async::queue<int> numbers(1);
///       co_await numbers.put(1);
///       EXPECT_EQ(co_await numbers.get(), 1);
///     }
///
/// A test runs in virtual time, as a task with the name of the test. It fails when it throws or takes too long, on
/// every report, and when tasks have not ended at its end, even cancelled ones. Use ASYNC_ASSERT instead of the ASSERT_
/// macros, which return. ASYNC_TEST_F does the same with a class derived from this one.
class test : public ::testing::Test {
protected:
  /// The maximal virtual time of a test.
  virtual duration time_limit() const { return std::chrono::minutes(1); }
  /// The maximal real time, tested between the steps of tasks.
  virtual duration real_time_limit() const { return std::chrono::seconds(10); }

  /// The test expects one report of \p kind, and fails if there is none.
  void expect_report(report_kind kind) { expected_.push_back(kind); }

  /// Runs a test; called by the macros.
  void run_body(task<> body) {
    report_capture capture;
    const report_handler outer = set_report_handler([this](const report &made) { check(made); });
    detail::test_driver time(time_limit(), real_time_limit());
    try {
      run(to_its_end(std::move(body)), {.drives = &time, .name = name_of_test()});
    } catch (const detail::test_driver::timed_out &too_long) {
      ADD_FAILURE() << name_of_test() << ": " << too_long.message;
    } catch (const deadlock_error &) {
      // The report covers it.
    } catch (const std::exception &error) {
      ADD_FAILURE() << name_of_test() << ": the test threw an exception: " << error.what();
    } catch (...) {
      ADD_FAILURE() << name_of_test() << ": the test threw an exception that is not derived from std::exception";
    }
    set_report_handler(outer);
    for (const report &made : capture.take())
      check(made);
    for (const report_kind missing : std::exchange(expected_, {}))
      ADD_FAILURE() << name_of_test() << ": a report was expected that was not made: " << name_of(missing);
  }

private:
  static std::string name_of_test() {
    const ::testing::TestInfo &info = *::testing::UnitTest::GetInstance()->current_test_info();
    return std::string(info.test_suite_name()) + "." + info.name();
  }

  static task<> to_its_end(task<> body) {
    co_await body;
    const scheduler &loop = *scheduler::current();
    for (const detail::task_record &left : scheduler::current()->tasks())
      if (&left != loop.running() && left.cancel_requested()) // the others are reported as pending
        ADD_FAILURE_AT(left.spawned_at.file_name(), static_cast<int>(left.spawned_at.line()))
            << name_of_test() << ": " << left.description() << " was cancelled but has not ended";
  }

  void check(const report &made) {
    const auto expected = std::find(expected_.begin(), expected_.end(), made.kind);
    if (expected != expected_.end())
      expected_.erase(expected);
    else
      ADD_FAILURE_AT(made.where.file_name(), static_cast<int>(made.where.line()))
          << name_of_test() << ": " << to_text(made);
  }

  std::vector<report_kind> expected_;
};

} // namespace async

#define ASYNC_TEST_CLASS_(suite, name) suite##_##name##_async_test

#define ASYNC_TEST_IN_(fixture, suite, name)                                                                           \
  class ASYNC_TEST_CLASS_(suite, name) final : public fixture {                                                        \
    void TestBody() override { run_body(body()); }                                                                     \
    ::async::task<> body();                                                                                            \
    static const ::testing::TestInfo *const registered;                                                                \
  };                                                                                                                   \
  const ::testing::TestInfo *const ASYNC_TEST_CLASS_(suite, name)::registered =                                        \
      ::testing::RegisterTest(#suite, #name, nullptr, nullptr, __FILE__, __LINE__,                                     \
                              []() -> fixture * { return new ASYNC_TEST_CLASS_(suite, name); });                       \
  ::async::task<> ASYNC_TEST_CLASS_(suite, name)::body()

/// Defines a test of \p suite with a body that is a coroutine without result; see async::test.
#define ASYNC_TEST(suite, name) ASYNC_TEST_IN_(::async::test, suite, name)

/// The same with a fixture derived from async::test, with members that the body may use.
#define ASYNC_TEST_F(fixture, name) ASYNC_TEST_IN_(fixture, fixture, name)

/// Ends the coroutine, which must be one without result, with a failure unless the condition holds.
#define ASYNC_ASSERT(...)                                                                                              \
  do {                                                                                                                 \
    if (!static_cast<bool>(__VA_ARGS__)) {                                                                             \
      ADD_FAILURE() << "does not hold: " #__VA_ARGS__;                                                                 \
      co_return;                                                                                                       \
    }                                                                                                                  \
  } while (false)
