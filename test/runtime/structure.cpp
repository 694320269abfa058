// Tasks that end together: task_group, when_all, when_all_settled, when_any.

#include "support.hpp"

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/explore.hpp>
#include <async/inspect.hpp>
#include <async/mutex.hpp>
#include <async/shield.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/task_group.hpp>
#include <async/timeout.hpp>
#include <async/when_all.hpp>
#include <async/when_any.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

async::task<> fail_after(async::duration time, const char *why) {
  co_await async::sleep_for(time);
  throw std::runtime_error(why);
}

async::task<int> value_or_fail(async::duration time, const char *why) {
  co_await async::sleep_for(time);
  throw std::runtime_error(why);
}

async::task<> log_end(async::duration time, events &log, const char *name) {
  try {
    co_await async::sleep_for(time);
    log.push_back(std::string(name) + " ended");
  } catch (const async::cancelled &) {
    log.push_back(std::string(name) + " cancelled");
    throw;
  }
}

/// Takes a while to clean up when it is cancelled.
async::task<> slow_to_cancel(events &log) {
  std::exception_ptr why;
  try {
    co_await async::sleep_for(1h);
  } catch (const async::cancelled &) {
    why = std::current_exception();
  }
  co_await async::sleep_for(5ms);
  log.push_back("cleaned up");
  std::rethrow_exception(why);
}

std::vector<std::string> sentences_of(const async::group_error &error) {
  std::vector<std::string> sentences;
  for (const async::group_error::failure &one : error.failures()) {
    try {
      std::rethrow_exception(one.error);
    } catch (const std::exception &thrown) {
      sentences.push_back(one.task + ": " + thrown.what());
    }
  }
  return sentences;
}

TEST(task_group, gives_the_body_s_value_when_all_tasks_have_ended) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              const int value = co_await async::with_task_group([&](async::task_group &group) -> async::task<int> {
                group.spawn(log_end(2ms, log, "slow"), "slow");
                group.spawn(log_end(1ms, log, "quick"), "quick");
                log.push_back("body ended");
                co_return 7;
              });
              EXPECT_EQ(value, 7);
              EXPECT_EQ(async::all_tasks().size(), 1u);
            }),
            kinds());
  EXPECT_EQ(log, (events{"body ended", "quick ended", "slow ended"}));
}

TEST(task_group, without_tasks_is_its_body) {
  int target = 0;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              int &same =
                  co_await async::with_task_group([&](async::task_group &) -> async::task<int &> { co_return target; });
              EXPECT_EQ(&same, &target);
            }),
            kinds());
}

TEST(task_group, values_of_its_tasks_can_be_taken_in_the_body_or_after) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto late = co_await async::with_task_group(
                  [](async::task_group &group) -> async::task<async::task_group::child<int>> {
                    auto early = group.spawn(value_after(1ms, 1), "early");
                    EXPECT_EQ(early.name(), "early");
                    EXPECT_EQ(co_await early, 1);
                    group.spawn(value_after(1ms, 2)); // nobody needs this one
                    co_return group.spawn(value_after(1ms, 3));
                  });
              EXPECT_TRUE(late.finished());
              EXPECT_EQ(co_await late, 3);
            }),
            kinds());
}

TEST(task_group, first_failure_cancels_the_siblings_and_is_thrown_when_they_have_ended) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              try {
                co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                  group.spawn(fail_after(1ms, "disk full"), "writer");
                  group.spawn(slow_to_cancel(log), "reader");
                  co_return;
                });
                ADD_FAILURE();
              } catch (const async::group_error &error) {
                EXPECT_EQ(sentences_of(error), (std::vector<std::string>{"writer: disk full"}));
                EXPECT_STREQ(error.what(), "a task of a group failed: writer: disk full");
              }
              EXPECT_EQ(log, events{"cleaned up"});
              EXPECT_EQ(async::now(), async::time_point(6ms));
              EXPECT_EQ(async::all_tasks().size(), 1u);
              co_await async::yield(); // the parent is not cancelled
            }),
            kinds());
}

TEST(task_group, first_failure_cancels_the_body) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              try {
                co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                  group.spawn(fail_after(1ms, "disk full"), "writer");
                  co_await log_end(1h, log, "body");
                });
                ADD_FAILURE();
              } catch (const async::group_error &error) {
                EXPECT_EQ(error.failures().size(), 1u);
              }
              co_await async::sleep_for(1ms);
            }),
            kinds());
  EXPECT_EQ(log, events{"body cancelled"});
}

TEST(task_group, failure_that_a_shield_hides_from_the_body_leaves_no_cancellation_behind) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              try {
                co_await async::with_task_group([](async::task_group &group) -> async::task<> {
                  group.spawn(fail_after(0ms, "disk full"));
                  co_await async::shield(work_for(1ms));
                });
                ADD_FAILURE();
              } catch (const async::group_error &) {
              }
              co_await async::sleep_for(1ms);
            }),
            kinds());
}

TEST(task_group, collects_all_failures) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              try {
                co_await async::with_task_group([](async::task_group &group) -> async::task<> {
                  group.spawn(fail_after(1ms, "first"), "a");
                  group.spawn(fail_after(1ms, "second"), "b");
                  group.spawn(
                      []() -> async::task<> {
                        try {
                          co_await async::sleep_for(1h);
                        } catch (const async::cancelled &) {
                          throw std::runtime_error("aborted");
                        }
                      }(),
                      "c");
                  co_await async::sleep_for(1ms);
                  throw std::runtime_error("body");
                });
                ADD_FAILURE();
              } catch (const async::group_error &error) {
                EXPECT_EQ(sentences_of(error),
                          (std::vector<std::string>{"main: body", "a: first", "b: second", "c: aborted"}));
              }
            }),
            kinds());
}

TEST(task_group, body_that_fails_cancels_the_tasks) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                             group.spawn(log_end(1h, log, "task"));
                             co_await async::yield();
                             throw std::runtime_error("body");
                           }),
                           async::group_error);
            }),
            kinds());
  EXPECT_EQ(log, events{"task cancelled"});
}

TEST(task_group, cancelling_the_parent_cancels_and_awaits_all) {
  for (const async::duration body_runs : {0ms, 1000ms}) {
    events log;
    EXPECT_EQ(kinds_reported([&]() -> async::task<> {
                auto parent = async::spawn([](events &log, async::duration time) -> async::task<> {
                  co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                    group.spawn(slow_to_cancel(log));
                    co_await async::sleep_for(time);
                  });
                }(log, body_runs));
                co_await async::sleep_for(1ms);
                parent.cancel();
                co_await async::sleep_for(1ms);
                parent.cancel(); // a second one does not cut the clean-up short
                EXPECT_THROW(co_await parent, async::task_cancelled);
                EXPECT_EQ(async::now(), async::time_point(6ms));
              }),
              kinds());
    EXPECT_EQ(log, events{"cleaned up"});
  }
}

TEST(task_group, failure_and_cancellation_are_both_seen) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto parent = async::spawn([](events &log) -> async::task<> {
                try {
                  co_await async::with_task_group([](async::task_group &group) -> async::task<> {
                    group.spawn([]() -> async::task<> {
                      try {
                        co_await async::sleep_for(1h);
                      } catch (const async::cancelled &) {
                        throw std::runtime_error("aborted");
                      }
                    }());
                    co_return;
                  });
                } catch (const async::group_error &) {
                  log.push_back("group failed");
                }
                co_await async::sleep_for(1h);
                log.push_back("went on");
              }(log));
              co_await async::sleep_for(1ms);
              parent.cancel();
              EXPECT_THROW(co_await parent, async::task_cancelled);
              EXPECT_EQ(async::now(), async::time_point(1ms));
            }),
            kinds());
  EXPECT_EQ(log, events{"group failed"});
}

TEST(task_group, cancelled_task_is_no_failure) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              co_await async::with_task_group([](async::task_group &group) -> async::task<> {
                auto one = group.spawn(work_for(1h));
                group.spawn(work_for(3ms));
                co_await async::sleep_for(1ms);
                EXPECT_TRUE(one.cancel());
                EXPECT_THROW(co_await one, async::task_cancelled);
              });
              EXPECT_EQ(async::now(), async::time_point(3ms));
            }),
            kinds());
}

TEST(task_group, can_cancel_tasks_that_only_serve_the_body) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                group.spawn(log_end(1h, log, "heartbeat"));
                co_await async::sleep_for(1ms);
                group.cancel();
              });
            }),
            kinds());
  EXPECT_EQ(log, events{"heartbeat cancelled"});
}

TEST(task_group, its_tasks_may_spawn_into_it) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                group.spawn([](async::task_group &group, events &log) -> async::task<> {
                  co_await async::sleep_for(1ms);
                  group.spawn(log_end(1ms, log, "late"));
                }(group, log));
                co_return;
              });
              log.push_back("group ended");
            }),
            kinds());
  EXPECT_EQ(log, (events{"late ended", "group ended"}));
}

TEST(task_group, task_spawned_after_the_failure_is_cancelled_at_once) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                             group.spawn(fail_after(0ms, "disk full"));
                             try {
                               co_await async::sleep_for(1h);
                             } catch (const async::cancelled &) {
                               group.spawn(log_end(1h, log, "late"));
                               throw;
                             }
                           }),
                           async::group_error);
            }),
            kinds());
  EXPECT_EQ(log, events{"late cancelled"});
}

TEST(task_group, works_inside_a_shield_and_lets_cancellation_wait) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto parent = async::spawn([]() -> async::task<> {
                auto fails = [](async::task_group &group) -> async::task<> {
                  group.spawn(fail_after(2ms, "disk full"));
                  co_await async::sleep_for(1h);
                };
                EXPECT_THROW(co_await async::shield(async::with_task_group(fails)), async::group_error);
                EXPECT_EQ(async::now(), async::time_point(2ms));
                co_await async::yield();
                ADD_FAILURE();
              }());
              co_await async::sleep_for(1ms);
              parent.cancel();
              EXPECT_THROW(co_await parent, async::task_cancelled);
            }),
            kinds());
}

TEST(task_group, body_that_swallows_the_cancellation_and_waits_is_reported) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              EXPECT_THROW(co_await async::with_task_group([](async::task_group &group) -> async::task<> {
                             group.spawn(fail_after(1ms, "disk full"));
                             try {
                               co_await async::sleep_for(1h);
                             } catch (...) {
                             }
                             co_await async::sleep_for(1ms);
                           }),
                           async::group_error);
            }),
            kinds{"cancellation-swallowed"});
}

TEST(task_group, never_awaited_is_reported_where_it_was_made) {
  const auto reports = reports_of([]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = async::with_task_group([](async::task_group &) -> async::task<> { co_return; });
    }
    co_return;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-awaited"});
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
}

async::task<> lock_and_end(async::mutex &wanted) { auto guard = co_await wanted.lock(); }

TEST(task_group, deadlock_between_a_task_and_the_parent_that_waits_for_it) {
  const auto reports = reports_of([]() -> async::task<> {
    auto other = async::spawn(work_for(1h));
    async::mutex accounts("accounts");
    auto guard = co_await accounts.lock();
    co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
      group.spawn(lock_and_end(accounts), "child");
      co_return;
    });
    co_await other;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"deadlock"});
  EXPECT_EQ(reports[0].cycle.size(), 2u);
  expect_places(reports);
}

TEST(task_group, no_deadlock_while_the_body_can_unlock) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex accounts("accounts");
              co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
                auto guard = co_await accounts.lock();
                group.spawn(lock_and_end(accounts), "child");
                co_await async::sleep_for(1ms);
              });
            }),
            kinds());
}

TEST(task_group, left_over_at_shutdown_is_reported_once_and_cleaned_up) {
  const auto reports = reports_of([]() -> async::task<> {
    async::spawn([]() -> async::task<> {
      co_await async::with_task_group([](async::task_group &group) -> async::task<> {
        group.spawn([]() -> async::task<> { // ignores its cancellation
          for (;;) {
            try {
              co_await async::sleep_for(1h);
            } catch (...) {
            }
          }
        }());
        co_await async::sleep_for(1h);
      });
    }())
        .detach();
    co_await async::sleep_for(1ms);
  });
  EXPECT_EQ(kinds_of(reports), kinds{"pending-at-shutdown"});
}

TEST(task_group, every_order_of_failures_and_cancellation_ends_well) {
  const auto found = async::explore([]() -> async::task<> {
    auto parent = async::spawn([]() -> async::task<> {
      try {
        co_await async::with_task_group([](async::task_group &group) -> async::task<> {
          group.spawn(fail_after(0ms, "a"));
          group.spawn([]() -> async::task<> { co_await async::yield(); }());
          co_await async::yield();
        });
      } catch (const async::group_error &) {
      }
    }());
    co_await async::yield();
    parent.cancel();
    co_await parent.ended();
    if (async::all_tasks().size() != 1)
      throw std::logic_error("a task outlived its group");
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_GT(found.runs, 10u);
  EXPECT_FALSE(found.failed()) << found.failure->schedule << found.failure->error;
}

TEST(when_all, gives_all_values) {
  EXPECT_EQ(
      kinds_reported([]() -> async::task<> {
        auto [number, text, nothing] = co_await async::when_all(
            value_after(3ms, 1),
            []() -> async::task<std::unique_ptr<std::string>> { co_return std::make_unique<std::string>("two"); }(),
            work_for(2ms));
        EXPECT_EQ(number, 1);
        EXPECT_EQ(*text, "two");
        EXPECT_EQ(nothing, std::monostate());
        EXPECT_EQ(async::now(), async::time_point(3ms));

        std::vector<async::task<int>> works;
        for (int i = 0; i < 3; ++i)
          works.push_back(value_after(3ms - i * 1ms, i));
        const std::vector<int> in_order{0, 1, 2};
        EXPECT_EQ(co_await async::when_all(std::move(works)), in_order);
        EXPECT_EQ(async::now(), async::time_point(6ms));
        EXPECT_TRUE((co_await async::when_all(std::vector<async::task<int>>())).empty());
        EXPECT_EQ(async::all_tasks().size(), 1u);
      }),
      kinds());
}

TEST(when_all, first_failure_cancels_the_others_and_is_thrown) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::when_all(slow_to_cancel(log), fail_after(1ms, "disk full")),
                           std::runtime_error);
              EXPECT_EQ(log, events{"cleaned up"});
              EXPECT_EQ(async::all_tasks().size(), 1u);
              co_await async::yield();
            }),
            kinds());
}

TEST(when_all, reports_failures_that_nobody_sees) {
  const auto reports = reports_of([]() -> async::task<> {
    try {
      co_await async::when_all(fail_after(1ms, "first"), fail_after(1ms, "second"));
      ADD_FAILURE();
    } catch (const std::runtime_error &error) {
      EXPECT_STREQ(error.what(), "first");
    }
  });
  ASSERT_EQ(kinds_of(reports), kinds{"exception-lost"});
  EXPECT_NE(reports[0].message.find("second"), std::string::npos);
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
}

TEST(when_all, cancelling_the_parent_cancels_all) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto parent = async::spawn([](events &log) -> async::task<> {
                co_await async::when_all(slow_to_cancel(log), log_end(1h, log, "other"));
              }(log));
              co_await async::sleep_for(1ms);
              parent.cancel();
              EXPECT_THROW(co_await parent, async::task_cancelled);
            }),
            kinds());
  EXPECT_EQ(log, (events{"other cancelled", "cleaned up"}));
}

TEST(when_all, refuses_empty_tasks_and_starts_nothing_then) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::when_all(log_end(0ms, log, "one"), async::task<>()), async::usage_error);
              EXPECT_EQ(async::all_tasks().size(), 1u);
            }),
            kinds());
  EXPECT_EQ(log, events());
}

TEST(when_all, never_awaited_is_reported_for_what_never_ran) {
  const auto reports = reports_of([]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = async::when_all(work_for(1ms), work_for(2ms));
    }
    co_return;
  });
  EXPECT_EQ(kinds_of(reports), (kinds{"never-awaited", "never-awaited"}));
  for (const async::report &made : reports)
    EXPECT_TRUE(std::string(made.where.file_name()).ends_with("support.hpp")); // where the coroutine is
}

TEST(when_all_settled, gives_how_each_ended) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto [good, bad, none] =
                  co_await async::when_all_settled(value_after(2ms, 1), value_or_fail(1ms, "disk full"), work_for(3ms));
              EXPECT_EQ(async::now(), async::time_point(3ms));
              EXPECT_TRUE(good.succeeded());
              EXPECT_EQ(good.take(), 1);
              EXPECT_FALSE(bad.succeeded());
              EXPECT_THROW(bad.take(), std::runtime_error);
              EXPECT_TRUE(none.succeeded());

              std::vector<async::task<>> works;
              works.push_back(fail_after(1ms, "a"));
              works.push_back(work_for(1ms));
              works.push_back(fail_after(1ms, "c"));
              auto ends = co_await async::when_all_settled(std::move(works));
              EXPECT_NE(ends[0].error(), nullptr);
              EXPECT_EQ(ends[1].error(), nullptr);
              EXPECT_NE(ends[2].error(), nullptr);
            }),
            kinds());
}

TEST(when_any, gives_the_first_value_when_the_losers_have_ended) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              const auto first = co_await async::when_any(slow_to_cancel(log), value_after(1ms, 7));
              EXPECT_EQ(first.index(), 1u);
              EXPECT_EQ(std::get<1>(first), 7);
              EXPECT_EQ(log, events{"cleaned up"});
              EXPECT_EQ(async::now(), async::time_point(6ms));

              std::vector<async::task<int>> works;
              works.push_back(value_after(1h, 1));
              works.push_back(value_after(1ms, 2));
              const async::winner<int> second = co_await async::when_any(std::move(works));
              EXPECT_EQ(second.index, 1u);
              EXPECT_EQ(second.value, 2);
              EXPECT_EQ(async::all_tasks().size(), 1u);
              co_await async::yield();
            }),
            kinds());
}

TEST(when_any, throws_what_the_first_failed_with) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::when_any(log_end(1h, log, "loser"), value_or_fail(1ms, "disk full")),
                           std::runtime_error);
              EXPECT_THROW(co_await async::when_any(std::vector<async::task<int>>()), async::usage_error);
            }),
            kinds());
  EXPECT_EQ(log, events{"loser cancelled"});
}

TEST(when_any, cancellation_after_the_decision_does_not_lose_the_value) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto parent = async::spawn([](events &log) -> async::task<> {
                EXPECT_EQ((co_await async::when_any(slow_to_cancel(log), value_after(1ms, 7))).index(), 1u);
                log.push_back("got it");
                co_await async::yield();
                log.push_back("went on");
              }(log));
              co_await async::sleep_for(2ms);
              parent.cancel();
              EXPECT_THROW(co_await parent, async::task_cancelled);
            }),
            kinds());
  EXPECT_EQ(log, (events{"cleaned up", "got it"}));
}

TEST(when_any, loser_that_fails_is_reported) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              co_await async::when_any(work_for(1ms), []() -> async::task<> {
                try {
                  co_await async::sleep_for(1h);
                } catch (const async::cancelled &) {
                  throw std::runtime_error("aborted");
                }
              }());
            }),
            kinds{"exception-lost"});
}

TEST(when_any, is_no_deadlock_while_one_can_end) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex accounts("accounts");
              auto guard = co_await accounts.lock();
              EXPECT_EQ((co_await async::when_any(lock_and_end(accounts), work_for(1ms))).index(), 1u);
            }),
            kinds());
}

TEST(when_any, is_a_deadlock_when_none_can_end) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto other = async::spawn(work_for(1h));
              async::mutex accounts("accounts");
              auto guard = co_await accounts.lock();
              co_await async::when_any(lock_and_end(accounts), lock_and_end(accounts));
              co_await other;
            }),
            kinds{"deadlock"});
}

} // namespace
