// Reports about work that is lost: for each kind programs that give exactly that report, and near twins that give none.

#include "support.hpp"

#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/semaphore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> work() { co_return; }
async::task<int> answer() { co_return 42; }
async::task<int> slow_answer() {
  co_await async::sleep_for(1ms);
  co_return 42;
}
async::task<> slow_work() { co_await async::sleep_for(1ms); }
async::task<> fail() {
  co_await async::yield();
  throw std::runtime_error("disk full");
}

TEST(never_awaited, task_that_is_dropped) {
  const auto reports = reports_of([]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = work();
    }
    co_return;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-awaited"});
  EXPECT_EQ(reports[0].task, "main");
  EXPECT_NE(reports[0].message.find("work"), std::string::npos);
  EXPECT_NE(std::string(reports[0].where.file_name()).find("lost_work.cpp"), std::string::npos);
}

TEST(never_awaited, task_that_is_overwritten) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto kept = work();
              kept = work();
              co_await kept;
            }),
            kinds{"never-awaited"});
}

TEST(never_awaited, inner_task_of_a_nested_one) {
  auto factory = []() -> async::task<async::task<>> { co_return work(); };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> { auto inner = co_await factory(); }), kinds{"never-awaited"});
  EXPECT_EQ(kinds_reported([&]() -> async::task<> { co_await co_await factory(); }), kinds());
}

TEST(never_awaited, outside_of_run) {
  async::report_capture capture;
  {
    [[maybe_unused]] auto lost = work();
  }
  ASSERT_EQ(kinds_of(capture.reports()), kinds{"never-awaited"});
  EXPECT_EQ(capture.reports()[0].task, "");
}

TEST(never_awaited, wait_that_is_dropped) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::event done;
              {
                [[maybe_unused]] auto lost = done.wait();
              }
              {
                [[maybe_unused]] auto lost = async::sleep_for(1s);
              }
              co_return;
            }),
            (kinds{"never-awaited", "never-awaited"}));
}

TEST(never_awaited, silent_when_awaited_or_moved_on) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto first = work();
              auto second = std::move(first);
              co_await std::move(second);
              co_await work();
              async::task<> empty;
            }),
            kinds());
}

/// What is reported when an exception comes between making what \p make gives and awaiting it.
template <class Make> kinds reported_when_broken_off(Make make) {
  return kinds_reported([make]() -> async::task<> {
    try {
      auto unused = make();
      throw std::runtime_error("before the await");
      static_cast<void>(co_await unused);
    } catch (const std::runtime_error &) {
      co_return;
    }
  });
}

TEST(never_awaited, silent_when_an_exception_is_the_reason) { EXPECT_EQ(reported_when_broken_off(work), kinds()); }

TEST(awaited_twice, second_await_throws_and_is_reported) {
  const auto reports = reports_of([]() -> async::task<> {
    auto once = answer();
    EXPECT_EQ(co_await once, 42);
    try {
      co_await once;
      ADD_FAILURE();
    } catch (const async::usage_error &) {
      co_return;
    }
  });
  EXPECT_EQ(kinds_of(reports), kinds{"awaited-twice"});
  expect_places(reports);
}

TEST(awaited_twice, after_it_was_moved_from_or_spawned) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto given = work();
              auto handle = async::spawn(std::move(given));
              co_await handle;
              try {
                co_await given;
              } catch (const async::usage_error &) {
                co_return;
              }
            }),
            kinds{"awaited-twice"});
}

TEST(awaited_twice, result_of_a_handle) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn(answer());
              EXPECT_EQ(co_await handle, 42);
              try {
                co_await handle;
                ADD_FAILURE();
              } catch (const async::usage_error &) {
                co_return;
              }
            }),
            kinds{"awaited-twice"});
}

TEST(awaited_twice, is_not_reported_again_when_it_is_lost) {
  auto twice = []() -> async::task<> {
    auto once = work();
    co_await once;
    co_await once;
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn(twice()).detach();
              co_await async::sleep_for(1ms);
            }),
            kinds{"awaited-twice"});
}

TEST(awaited_twice, silent_when_a_task_is_assigned_again) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto again = work();
              co_await again;
              again = work();
              co_await again;
            }),
            kinds());
}

TEST(result_dropped, handle_dropped_while_pending) {
  const auto reports = reports_of([]() -> async::task<> {
    {
      auto dropped = async::spawn(slow_work(), "writer");
    }
    co_await async::sleep_for(10ms);
  });
  ASSERT_EQ(kinds_of(reports), kinds{"result-dropped"});
  EXPECT_EQ(reports[0].task, "writer");
  expect_places(reports);
}

TEST(result_dropped, value_that_nobody_takes) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn(answer());
              co_await handle.ended();
            }),
            kinds{"result-dropped"});
}

TEST(result_dropped, silent_when_joined_detached_or_without_value) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto joined = async::spawn(slow_answer());
              auto finished = async::spawn(work());
              async::spawn(slow_answer()).detach();
              EXPECT_EQ(co_await joined, 42);
              co_await finished.ended();
              co_await async::sleep_for(10ms);
            }),
            kinds());
}

TEST(result_dropped, silent_when_an_exception_unwinds_the_owner_and_the_task_is_cancelled) {
  bool ran_to_its_end = false;
  auto child = [](bool &end) -> async::task<> {
    co_await async::sleep_for(1ms);
    end = true;
  };
  auto owner = [&]() -> async::task<> {
    auto handle = async::spawn(child(ran_to_its_end));
    co_await async::yield();
    throw std::runtime_error("owner fails");
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              try {
                co_await owner();
              } catch (const std::runtime_error &) {
              }
              co_await async::sleep_for(10ms);
            }),
            kinds());
  EXPECT_FALSE(ran_to_its_end);
}

TEST(exception_lost, failure_that_nobody_looks_at) {
  const auto reports = reports_of([]() -> async::task<> {
    auto handle = async::spawn(fail(), "writer");
    co_await handle.ended();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"exception-lost"});
  EXPECT_EQ(reports[0].task, "writer");
  EXPECT_NE(reports[0].message.find("disk full"), std::string::npos);
  expect_places(reports);
}

TEST(exception_lost, also_when_detached_or_dropped_and_only_once) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::spawn(fail()).detach();
              co_await async::sleep_for(10ms);
            }),
            kinds{"exception-lost"});
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              {
                auto dropped = async::spawn(fail());
              }
              co_await async::sleep_for(10ms);
            }),
            kinds{"exception-lost"});
}

TEST(exception_lost, silent_when_joined) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn(fail());
              try {
                co_await handle;
                ADD_FAILURE();
              } catch (const std::runtime_error &) {
                co_return;
              }
            }),
            kinds());
}

TEST(guard_never_held, acquisition_that_is_not_awaited) {
  const auto reports = reports_of([]() -> async::task<> {
    async::mutex accounts;
    async::semaphore permits(1);
    [[maybe_unused]] auto guard = accounts.lock();
    [[maybe_unused]] auto permit = permits.acquire();
    EXPECT_FALSE(accounts.locked());
    co_return;
  });
  EXPECT_EQ(kinds_of(reports), (kinds{"guard-never-held", "guard-never-held"}));
  expect_places(reports);
}

TEST(guard_never_held, silent_when_an_exception_is_the_reason) {
  async::mutex accounts;
  EXPECT_EQ(reported_when_broken_off([&] { return accounts.lock(); }), kinds());
}

TEST(guard_never_held, silent_when_awaited) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex accounts;
              auto acquisition = accounts.lock();
              auto guard = co_await acquisition;
              EXPECT_TRUE(accounts.locked());
            }),
            kinds());
}

TEST(pending_at_shutdown, task_that_outlives_run) {
  const auto reports = reports_of([]() -> async::task<> {
    async::spawn(slow_work(), "writer").detach();
    co_await async::yield();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"pending-at-shutdown"});
  ASSERT_EQ(reports[0].tasks.size(), 1u);
  EXPECT_EQ(reports[0].tasks[0].name, "writer");
  EXPECT_EQ(reports[0].tasks[0].state, "waiting");
  EXPECT_EQ(reports[0].tasks[0].waits_for, "timer");
  ASSERT_EQ(reports[0].tasks[0].stack.size(), 1u);
  EXPECT_NE(reports[0].tasks[0].stack[0].function.find("slow_work"), std::string::npos);
  expect_places(reports);
}

TEST(pending_at_shutdown, all_tasks_in_one_report_even_if_what_they_wait_for_died_with_main) {
  auto waiter = [](async::event &never) -> async::task<> { co_await never.wait(); };
  const auto reports = reports_of([&]() -> async::task<> {
    async::event never("never");
    auto first = async::spawn(waiter(never));
    auto second = async::spawn(waiter(never));
    co_await async::yield();
  });
  ASSERT_EQ(kinds_of(reports), kinds{"pending-at-shutdown"});
  ASSERT_EQ(reports[0].tasks.size(), 2u);
  EXPECT_EQ(reports[0].tasks[0].waits_for, "event 'never', which was destroyed");
}

TEST(pending_at_shutdown, left_over_tasks_are_cancelled_so_that_they_can_clean_up) {
  events log;
  auto careful = [](events &log) -> async::task<> {
    std::exception_ptr why;
    try {
      co_await async::sleep_for(1h);
    } catch (...) {
      why = std::current_exception();
    }
    co_await async::sleep_for(1ms);
    log.push_back("cleaned up");
    std::rethrow_exception(why);
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn(careful(log)).detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_EQ(log, events{"cleaned up"});
}

TEST(pending_at_shutdown, tasks_that_ignore_their_cancellation_are_destroyed) {
  struct witness {
    events &log;
    ~witness() { log.push_back("destroyed"); }
  };
  auto stubborn = [](events &log) -> async::task<> {
    const witness dies{log};
    for (;;) {
      try {
        co_await async::yield();
      } catch (...) {
        log.push_back("refused");
      }
    }
  };
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn(stubborn(log)).detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_EQ(log, (events{"refused", "destroyed"}));
}

TEST(pending_at_shutdown, the_youngest_task_is_destroyed_first) {
  struct witness {
    events &log;
    const char *name;
    ~witness() { log.push_back(name); }
  };
  auto stubborn = [](events &log, const char *name) -> async::task<> {
    const witness dies{log, name};
    for (;;) {
      try {
        co_await async::sleep_for(1h);
      } catch (...) {
        log.push_back("refused");
      }
    }
  };
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn(stubborn(log, "elder")).detach();
              async::spawn(stubborn(log, "younger")).detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_EQ(log, (events{"refused", "refused", "younger", "elder"}));
}

TEST(pending_at_shutdown, what_a_destructor_spawns_is_destroyed_too) {
  bool destroyed = false;
  struct spawns {
    bool &destroyed;
    ~spawns() {
      auto other = [](std::shared_ptr<void>) -> async::task<> { co_return; };
      async::spawn(other(std::shared_ptr<void>(nullptr, [destroyed = &destroyed](void *) {
        *destroyed = true;
      }))).detach();
    }
  };
  auto stubborn = [](bool &destroyed) -> async::task<> {
    const spawns at_the_end{destroyed};
    for (;;) {
      try {
        co_await async::sleep_for(1h);
      } catch (const async::cancelled &) {
      }
    }
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              async::spawn(stubborn(destroyed)).detach();
              co_await async::yield();
            }),
            kinds{"pending-at-shutdown"});
  EXPECT_TRUE(destroyed);
}

TEST(pending_at_shutdown, silent_when_the_task_was_cancelled) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn(slow_work());
              co_await async::yield();
              handle.cancel();
            }),
            kinds());
}

TEST(never_completed, resource_destroyed_while_a_task_waits_for_it) {
  auto waiter = [](async::event &awaited) -> async::task<> { co_await awaited.wait(); };
  const auto reports = reports_of([&]() -> async::task<> {
    async::task_handle<void> handle;
    {
      async::event short_lived("short lived");
      handle = async::spawn(waiter(short_lived), "waiter");
      co_await async::yield();
    }
    co_await async::sleep_for(1ms);
    co_await handle;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-completed"});
  EXPECT_EQ(reports[0].task, "waiter");
  EXPECT_NE(reports[0].message.find("event 'short lived'"), std::string::npos);
  expect_places(reports);
}

} // namespace
