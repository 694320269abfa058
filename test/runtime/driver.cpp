// The seam between the scheduler and the world outside: a driver, and a wait that only the outside can end.

#include "support.hpp"

#include <async/driver.hpp>
#include <async/event.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/wait_queue.hpp>

#include <chrono>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// Something that arrives from outside.
class arrival {
public:
  class wait_operation : public async::wait {
  public:
    explicit wait_operation(arrival &awaited, std::source_location where) noexcept : wait(awaited.waiters_, where) {}
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()))
        return false;
      enqueue();
      return true;
    }
    void await_resume() { leave(); }
  };

  wait_operation wait(std::source_location where = std::source_location::current()) noexcept {
    return wait_operation(*this, where);
  }
  void arrive() noexcept { waiters_.wake_all(); }

private:
  async::wait_queue waiters_{"arrival", async::released_by::outside};
};

/// Virtual time in which something arrives whenever the loop has nothing else to do.
class arriving_driver : public async::virtual_time_driver {
public:
  explicit arriving_driver(arrival &arrives) : arrives_(arrives) {}
  void idle(std::optional<async::time_point> until) override {
    if (until)
      virtual_time_driver::idle(until);
    else
      arrives_.arrive();
  }

private:
  arrival &arrives_;
};

TEST(driver, waiting_for_the_outside_is_no_deadlock) {
  arrival arrives;
  arriving_driver drives(arrives);
  async::report_capture capture;
  async::run([](arrival &arrives) -> async::task<> { co_await arrives.wait(); }(arrives), {.drives = &drives});
  EXPECT_TRUE(capture.reports().empty());
}

TEST(driver, cancelled_wait_for_the_outside_counts_no_more) {
  arrival arrives;
  arriving_driver drives(arrives);
  async::report_capture capture;
  auto program = [](arrival &arrives) -> async::task<> {
    auto waiter = async::spawn([](arrival &arrives) -> async::task<> { co_await arrives.wait(); }(arrives));
    co_await async::yield();
    waiter.cancel();
    co_await waiter.ended();
    async::event never;
    co_await never.wait();
  };
  EXPECT_THROW(async::run(program(arrives), {.drives = &drives}), async::deadlock_error);
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"deadlock"});
}

TEST(driver, blocking_call_lets_virtual_time_pass_and_timers_fire_after_it) {
  events log;
  async::virtual_time_driver time;
  async::run(
      [](async::virtual_time_driver &time, events &log) -> async::task<> {
        auto sleeper = async::spawn([](events &log) -> async::task<> {
          co_await async::sleep_for(10ms);
          log.push_back("slept");
        }(log));
        co_await async::yield();
        time.advance(1s);
        log.push_back("blocked");
        co_await sleeper;
        EXPECT_EQ(async::now(), async::time_point(1s));
      }(time, log),
      {.drives = &time});
  EXPECT_EQ(log, (events{"blocked", "slept"}));
}

class noting_timer : public async::timer {
public:
  noting_timer(events &log, const char *name) : log_(log), name_(name) {}

private:
  void fire() noexcept override { log_.push_back(name_); }

  events &log_;
  const char *name_;
};

TEST(timer, order_of_equal_deadlines_is_a_choice_and_that_of_others_is_not) {
  events log;
  async::timer_list timers;
  noting_timer later(log, "later"), first(log, "first"), second(log, "second"), disarmed(log, "disarmed");
  const async::time_point start{};
  timers.arm(later, start + 2ms);
  timers.arm(first, start + 1ms);
  timers.arm(second, start + 1ms);
  timers.arm(disarmed, start + 1ms);
  disarmed.disarm();
  std::vector<std::size_t> asked;
  auto last = [&](std::size_t ties) {
    asked.push_back(ties);
    return ties - 1;
  };
  timers.fire_due(start, last);
  EXPECT_EQ(log, events());
  timers.fire_due(start + 1ms, last);
  EXPECT_EQ(log, (events{"second", "first"}));
  EXPECT_EQ(asked, std::vector<std::size_t>{2});
  EXPECT_EQ(timers.next_deadline(), start + 2ms);
}

} // namespace
