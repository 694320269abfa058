// Looking at loops that cannot look at themselves: blocked, idle, or interrupted by a signal. Real time, but nothing
// sleeps: what blocks is let go by the report that it waits for.

#include "support.hpp"

#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/stream.hpp>
#include <async/watchdog.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <future>
#include <mutex>
#include <poll.h>
#include <thread>
#include <unistd.h>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// A pipe to block in until somebody writes.
class gate {
public:
  gate() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~gate() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  void block() const {
    pollfd readable{ends_[0], POLLIN, 0};
    while (::poll(&readable, 1, -1) < 0) // a signal ends it
      ;
    char one;
    EXPECT_EQ(::read(ends_[0], &one, 1), 1);
  }
  void open() const { EXPECT_EQ(::write(ends_[1], "", 1), 1); }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }

private:
  std::array<int, 2> ends_;
};

/// Collects the reports of all threads and tells of each.
class all_reports {
public:
  explicit all_reports(std::function<void(const async::report &)> at_each = {})
      : before_(async::set_report_handler([this, at_each](const async::report &made) {
          {
            const std::lock_guard locked(lock_);
            reports_.push_back(made);
          }
          if (at_each)
            at_each(made);
        })) {}
  ~all_reports() { async::set_report_handler(before_); }

  std::vector<async::report> get() {
    const std::lock_guard locked(lock_);
    return reports_;
  }

private:
  std::mutex lock_;
  std::vector<async::report> reports_;
  async::report_handler before_;
};

async::task<> blocker(const gate &at) {
  at.block();
  co_return;
}
async::task<> caller(const gate &at) { co_await blocker(at); }

TEST(watchdog, blocked_loop_is_reported_while_it_is_blocked) {
  gate at;
  std::vector<async::report> made; // other tasks may be slow where the machine is
  all_reports reports([&](const async::report &each) {
    if (each.task != "reader")
      return;
    made.push_back(each);
    at.open(); // so the report must come before the end of the block
  });
  async::run([](gate &at) -> async::task<> { co_await async::spawn(caller(at), "reader"); }(at),
             {.debug = true, .limits = {.blocked = 1ms}});
  ASSERT_EQ(kinds_of(made), kinds{"loop-blocked"});
  EXPECT_EQ(made[0].message, "task 'reader' has kept the thread of its loop for more than 1 ms");
  ASSERT_EQ(made[0].stack.size(), 2u);
  EXPECT_NE(made[0].stack[0].function.find("blocker"), std::string::npos);
  EXPECT_NE(made[0].stack[1].function.find("caller"), std::string::npos);
  EXPECT_TRUE(std::any_of(made[0].native.begin(), made[0].native.end(), [](const std::string &call) {
    return call.find("poll") != std::string::npos;
  })) << to_text(made[0]);
  EXPECT_NE(to_text(made[0]).find("\n  the thread is in:\n    "), std::string::npos);
  EXPECT_NE(to_json(made[0]).find("\"native\":[\""), std::string::npos);
  expect_places(made);
}

TEST(watchdog, each_block_is_reported_once_and_in_every_kind_of_loop) {
  gate at;
  all_reports reports([&](const async::report &) { at.open(); });
  auto program = [](gate &at) -> async::task<> {
    at.block();
    co_await async::yield();
    at.block();
  };
  const async::run_options watched{.debug = true, .limits = {.blocked = 1ms}};
  async::event_loop loop;
  loop.run(program(at), watched);
  async::virtual_time_driver time;
  async::run_options in_virtual_time = watched;
  in_virtual_time.drives = &time;
  async::run(program(at), in_virtual_time);
  EXPECT_EQ(kinds_of(reports.get()), (kinds{"loop-blocked", "loop-blocked", "loop-blocked", "loop-blocked"}));
}

TEST(watchdog, reports_go_to_the_handler_of_the_loop) {
  gate at;
  all_reports others;
  async::event_loop loop;
  std::vector<async::report> made;
  loop.set_report_handler([&](const async::report &each) {
    made.push_back(each); // made by the watching thread while that of the loop is blocked
    at.open();
  });
  loop.run(blocker(at), {.debug = true, .limits = {.blocked = 1ms}});
  loop.set_report_handler({});
  EXPECT_EQ(kinds_of(made), kinds{"loop-blocked"});
  EXPECT_EQ(kinds_of(others.get()), kinds());
}

TEST(watchdog, many_short_steps_are_no_block) {
  all_reports reports;
  async::run(
      []() -> async::task<> {
        const auto start = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - start < 1s)
          co_await async::yield();
      }(),
      {.debug = true, .limits = {.blocked = 800ms}});
  EXPECT_EQ(kinds_of(reports.get()), kinds());
}

TEST(watchdog, idle_loop_is_reported_when_asked_for) {
  gate at;
  const std::string waits = "task 'main' is waiting for stream 'gate'";
  all_reports reports([&](const async::report &made) {
    if (made.notes.at(0).text == waits)
      at.open();
  });
  auto program = [](gate &at) -> async::task<> {
    async::stream reader(::dup(at.reader()), "gate");
    std::array<std::byte, 1> one;
    co_await reader.read(one);
  };
  async::event_loop loop;
  loop.run(program(at), {.debug = true, .limits = {.blocked = 10s, .idle = 1ms}});
  const auto made = reports.get();
  ASSERT_FALSE(made.empty());
  EXPECT_EQ(made.back().kind, async::report_kind::no_progress);
  EXPECT_EQ(made.back().message, "no task of the loop has run for more than 1 ms");
  EXPECT_EQ(made.back().notes.at(0).text, waits);
  expect_places(made);
}

/// Has the tasks dumped, which is read from \p from, until \p last is in a dump: the loop may not be so far yet.
std::string dump_until(const gate &from, const std::string &last) {
  std::string text;
  std::array<char, 512> buffer;
  while (text.find(last) == std::string::npos) {
    ::kill(::getpid(), SIGUSR1);
    pollfd readable{from.reader(), POLLIN, 0};
    while (::poll(&readable, 1, 100) == 1) {
      const ssize_t got = ::read(from.reader(), buffer.data(), buffer.size());
      if (got > 0)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  return text;
}

TEST(dump_on_signal, works_while_the_loop_is_blocked) {
  gate at, output;
  async::dump_on_signal(SIGUSR1, output.writer());
  std::promise<void> blocks;
  std::string text;
  std::thread other([&] {
    blocks.get_future().wait();
    text = dump_until(output, "'waiter' is waiting for event 'news', spawned by task 'main'\n  in ");
    at.open();
  });
  async::run([](gate &at, std::promise<void> &blocks) -> async::task<> {
    async::event news("news");
    auto wait = [](async::event &awaited) -> async::task<> { co_await awaited.wait(); };
    auto waiter = async::spawn(wait(news), "waiter");
    co_await async::yield();
    blocks.set_value();
    at.block();
    news.set();
    co_await waiter;
  }(at, blocks));
  other.join();
  EXPECT_TRUE(text.starts_with("tasks of loop 1:\ntask 'main' is running\n  in ")) << text;
  EXPECT_NE(text.find("watchdog.cpp:"), std::string::npos) << text;
}

TEST(dump_on_signal, works_while_the_loop_is_idle_and_the_loop_goes_on) {
  gate output;
  async::dump_on_signal(SIGUSR1, output.writer());
  async::event_loop loop;
  async::event done("done");
  auto set = [](async::event &sets) -> async::task<> {
    sets.set();
    co_return;
  };
  std::thread other([&, from = loop.make_submitter()] {
    dump_until(output, "task 'main' is waiting for event 'done'\n");
    from.submit(set(done)).get();
  });
  auto wait = [](async::event &awaited) -> async::task<> { co_await awaited.wait(); };
  loop.run(wait(done));
  other.join();
}

TEST(dump_on_signal, says_that_no_loop_runs) {
  gate output;
  async::dump_on_signal(SIGUSR1, output.writer());
  EXPECT_TRUE(dump_until(output, "\n").starts_with("no loop runs\n"));
}

async::task<> forgotten() { co_return; }

TEST(debug, never_awaited_tasks_say_who_made_them) {
  all_reports reports;
  auto forget = []() -> async::task<> {
    static_cast<void>(forgotten());
    co_return;
  };
  async::run(forget(), {.debug = true});
  async::run(forget());
  const auto made = reports.get();
  ASSERT_EQ(kinds_of(made), (kinds{"never-awaited", "never-awaited"}));
  EXPECT_FALSE(made[0].native.empty());
  EXPECT_NE(to_text(made[0]).find("\n  made in:\n    "), std::string::npos);
  EXPECT_TRUE(made[1].native.empty());
}

void block_and_forget() {
  setenv("ASYNC_DEBUG", "1,error", 1);
  gate at;
  async::set_report_handler([&](const async::report &made) {
    std::fputs((to_text(made) + "\n").c_str(), stderr);
    at.open();
  });
  async::run([](gate &at) -> async::task<> {
    at.block();
    co_return;
  }(at));
  std::exit(0);
}

TEST(debug, environment_has_loops_watched_and_the_process_fail) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(block_and_forget(), testing::ExitedWithCode(1),
              "loop-blocked: task 'main' has kept the thread of its loop for more than 100 ms");
}

} // namespace
