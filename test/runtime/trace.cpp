#include "support.hpp"

#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/trace.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// Writes down what happens: "resume main".
class noting_hooks : public async::trace_hooks {
public:
  noting_hooks() : outer_(async::set_trace_hooks(this)) {}
  ~noting_hooks() override { async::set_trace_hooks(outer_); }

  events log;
  std::vector<async::time_point> times;
  std::vector<std::string> waits;

private:
  void note(const char *what, async::traced_task task) {
    log.push_back(std::string(what) + " " + std::string(task.name()));
    times.push_back(task.at());
  }
  void begin(async::traced_task task) override { note("begin", task); }
  void resume(async::traced_task task) override { note("resume", task); }
  void suspend(async::traced_task task) override {
    note("suspend", task);
    waits.push_back(task.snapshot().waits_for);
  }
  void end(async::traced_task task) override { note("end", task); }

  async::trace_hooks *outer_;
};

TEST(trace, tells_the_life_of_every_task_with_the_loops_time) {
  noting_hooks noted;
  run_virtually([]() -> async::task<> {
    auto child = async::spawn([]() -> async::task<> { co_await async::sleep_for(5ms); }(), "child");
    co_await child;
  }());
  EXPECT_EQ(noted.log, (events{"begin main", "resume main", "begin child", "suspend main", "resume child",
                               "suspend child", "resume child", "end child", "resume main", "end main"}));
  EXPECT_EQ(noted.times.front(), async::time_point());
  EXPECT_EQ(noted.times.back(), async::time_point(5ms));
  EXPECT_EQ(noted.waits, (std::vector<std::string>{"end of task 'child'", "timer"}));
}

TEST(trace, ends_tasks_that_fail_are_cancelled_or_left_over) {
  noting_hooks noted;
  async::report_capture capture;
  run_virtually([]() -> async::task<> {
    auto fails = async::spawn(
        []() -> async::task<> {
          throw std::runtime_error("broken");
          co_return;
        }(),
        "fails");
    auto sleeps = []() -> async::task<> { co_await async::sleep_for(1h); };
    auto cancelled = async::spawn(sleeps(), "cancelled");
    auto left = async::spawn(sleeps(), "left");
    co_await async::yield();
    cancelled.cancel();
    co_await cancelled.ended();
    co_await fails.ended();
  }());
  for (const char *name : {"main", "fails", "cancelled", "left"}) {
    EXPECT_EQ(std::count(noted.log.begin(), noted.log.end(), std::string("begin ") + name), 1) << name;
    EXPECT_EQ(std::count(noted.log.begin(), noted.log.end(), std::string("end ") + name), 1) << name;
  }
}

TEST(trace, suspend_and_end_follow_resume) {
  noting_hooks noted;
  run_virtually([]() -> async::task<> {
    std::vector<async::task_handle<void>> all;
    for (int i = 0; i < 5; ++i)
      all.push_back(async::spawn([]() -> async::task<> {
        co_await async::yield();
        co_await async::yield();
      }()));
    for (auto &one : all)
      co_await one;
  }());
  std::string has_thread;
  for (const std::string &event : noted.log) {
    const std::string what = event.substr(0, event.find(' '));
    const std::string name = event.substr(event.find(' ') + 1);
    if (what == "begin")
      continue;
    EXPECT_EQ(has_thread, what == "resume" ? "" : name) << event;
    has_thread = what == "resume" ? name : "";
  }
}

TEST(trace, stops_when_asked) {
  noting_hooks noted;
  EXPECT_EQ(async::set_trace_hooks(nullptr), &noted);
  run_virtually([]() -> async::task<> { co_return; }());
  EXPECT_EQ(noted.log, events());
}

} // namespace
