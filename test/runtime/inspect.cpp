#include "support.hpp"

#include <async/event.hpp>
#include <async/inspect.hpp>
#include <async/mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <sstream>

using namespace runtime_test;

namespace {

async::task<> innermost(async::event &awaited) { co_await awaited.wait(); }
async::task<> middle(async::event &awaited) { co_await innermost(awaited); }
async::task<> outermost(async::event &awaited) { co_await middle(awaited); }

TEST(inspect, stack_goes_down_to_what_is_waited_for) {
  run_virtually([]() -> async::task<> {
    async::event awaited("news");
    auto handle = async::spawn(outermost(awaited), "reader");
    co_await async::yield();
    const auto stack = async::async_stack(handle);
    EXPECT_EQ(stack.size(), 3u);
    EXPECT_NE(stack.at(0).function.find("innermost"), std::string::npos);
    EXPECT_NE(stack.at(1).function.find("middle"), std::string::npos);
    EXPECT_NE(stack.at(2).function.find("outermost"), std::string::npos);
    EXPECT_EQ(stack.at(0).where.line() + 1, stack.at(1).where.line());
    awaited.set();
    co_await handle;
    EXPECT_TRUE(async::async_stack(handle).empty());
  }());
}

TEST(inspect, lists_all_tasks_with_what_they_wait_for) {
  EXPECT_TRUE(async::all_tasks().empty());
  EXPECT_FALSE(async::current_task().has_value());
  run_virtually([]() -> async::task<> {
    async::event awaited("news");
    auto handle = async::spawn(outermost(awaited), "reader");
    co_await async::yield();
    const auto tasks = async::all_tasks();
    EXPECT_EQ(tasks.size(), 2u);
    EXPECT_EQ(tasks.at(0).name, "main");
    EXPECT_EQ(tasks.at(0).state, "running");
    EXPECT_EQ(tasks.at(1).name, "reader");
    EXPECT_EQ(tasks.at(1).parent, "main");
    EXPECT_EQ(tasks.at(1).state, "waiting");
    EXPECT_EQ(tasks.at(1).waits_for, "event 'news'");
    EXPECT_EQ(async::current_task()->name, "main");
    EXPECT_EQ(async::async_stack().size(), 1u);
    awaited.set();
    co_await handle;
    EXPECT_EQ(async::all_tasks().size(), 1u);
  }());
}

TEST(inspect, dumps_as_text_and_json) {
  std::string text;
  std::string json;
  run_virtually([&]() -> async::task<> {
    async::event awaited("the \"news\"");
    auto handle = async::spawn(innermost(awaited), "reader");
    co_await async::yield();
    text = to_text(async::all_tasks());
    json = to_json(async::all_tasks());
    awaited.set();
    co_await handle;
  }());
  EXPECT_TRUE(text.starts_with("task 'main' is running\n  in "));
  EXPECT_NE(text.find("task 'reader' is waiting for event 'the \"news\"', spawned by task 'main'\n  in "),
            std::string::npos);
  EXPECT_TRUE(json.starts_with("[{\"id\":1,\"name\":\"main\",\"parent\":\"\","));
  EXPECT_NE(json.find("\"waits_for\":\"event 'the \\\"news\\\"'\""), std::string::npos);
}

/// Each "at FILE:LINE:COLUMN" as "at PLACE".
std::string without_places(const std::string &text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find("  at ");
    const std::size_t end = line.find(" (task");
    if (at != std::string::npos)
      line = line.substr(0, at) + "  at PLACE" + (end == std::string::npos ? "" : line.substr(end));
    result += line + "\n";
  }
  return result;
}

TEST(report, has_a_stable_text_and_json_form) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex accounts("accounts");
    auto outer = co_await accounts.lock();
    auto inner = co_await accounts.lock();
  });
  ASSERT_EQ(reports.size(), 1u);
  const std::string text = without_places(to_text(reports[0]));
  EXPECT_TRUE(text.starts_with("deadlock: task 'main' waits for itself\n"
                               "  at PLACE (task 'main')\n"
                               "  task 'main' waits for mutex 'accounts'\n"
                               "    at PLACE\n"
                               "  mutex 'accounts' is held by task 'main'\n"
                               "    at PLACE\n"
                               "  await chain of task 'main':\n"
                               "    in "))
      << text;
  const std::string json = to_json(reports[0]);
  EXPECT_TRUE(json.starts_with("{\"cycle\":[{\"held_since\":{\"column\":")) << json;
  EXPECT_NE(json.find("\"kind\":\"deadlock\",\"message\":\"task 'main' waits for itself\""), std::string::npos) << json;
}

TEST(report, goes_to_the_handler_and_the_first_one_is_given_back) {
  std::vector<std::string> got;
  auto before = async::set_report_handler([&](const async::report &made) { got.emplace_back(name_of(made.kind)); });
  async::run([]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = []() -> async::task<> { co_return; }();
    }
    co_return;
  }());
  async::set_report_handler(before);
  EXPECT_EQ(got, kinds{"never-awaited"});
}

void lose_a_task() {
  setenv("ASYNC_DEBUG", "error", 1);
  {
    [[maybe_unused]] auto lost = []() -> async::task<> { co_return; }();
  }
  std::exit(0);
}

TEST(report, fails_the_process_when_asked_to) {
  testing::FLAGS_gtest_death_test_style = "threadsafe"; // a new process, for the setting is read once
  EXPECT_EXIT(lose_a_task(), testing::ExitedWithCode(1), "never-awaited: a task was made");
}

} // namespace
