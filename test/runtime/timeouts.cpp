// Limits on a task: with_timeout, timeout_scope, shield, the stop token, and with(), which closes on every path.

#include "support.hpp"

#include <async/errors.hpp>
#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/shield.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/stop.hpp>
#include <async/timeout.hpp>
#include <async/with.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// Spawns \p work, cancels it after \p time and expects that it ends by that.
async::task<> cancel_after(async::duration time, async::task<> work) {
  auto victim = async::spawn(std::move(work));
  co_await async::sleep_for(time);
  victim.cancel();
  EXPECT_THROW(co_await victim, async::task_cancelled);
}

/// The milliseconds that have passed.
long long passed() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(async::now().time_since_epoch()).count();
}

TEST(timeout, gives_the_value_of_work_that_ends_in_time) {
  int target = 0;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_EQ(co_await async::with_timeout(2ms, value_after(1ms, 7)), 7);
              EXPECT_EQ(co_await async::with_timeout(async::time_point(5ms), value_after(1ms, 8)), 8);
              int &same = co_await async::with_timeout(
                  1ms, [](int &target) -> async::task<int &> { co_return target; }(target));
              EXPECT_EQ(&same, &target);
              EXPECT_EQ(passed(), 2);
            }),
            kinds());
}

TEST(timeout, cancels_work_that_does_not) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              try {
                co_await async::with_timeout(2ms, work_for(1h));
                ADD_FAILURE();
              } catch (const async::timed_out &error) {
                EXPECT_EQ(std::string(error.where().file_name()), __FILE__);
                EXPECT_NE(std::string(error.what()).find("timeouts.cpp:"), std::string::npos);
              }
              EXPECT_EQ(passed(), 2);
              EXPECT_THROW(co_await async::with_timeout(async::time_point(3ms), work_for(1h)), async::timed_out);
              EXPECT_EQ(passed(), 3);
              co_await async::sleep_for(1ms); // the task goes on
            }),
            kinds());
}

TEST(timeout, waits_for_the_clean_up_of_what_it_cancels) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              EXPECT_THROW(co_await async::with_timeout(1ms,
                                                        []() -> async::task<> {
                                                          std::exception_ptr why;
                                                          try {
                                                            co_await async::sleep_for(1h);
                                                          } catch (const async::cancelled &) {
                                                            why = std::current_exception();
                                                          }
                                                          co_await async::sleep_for(2ms);
                                                          std::rethrow_exception(why);
                                                        }()),
                           async::timed_out);
              EXPECT_EQ(passed(), 3);
            }),
            kinds());
}

TEST(timeout, that_is_over_already_cancels_the_first_wait) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              EXPECT_THROW(co_await async::with_timeout(0ms, work_for(1ms)), async::timed_out);
              EXPECT_EQ(co_await async::with_timeout(0ms, []() -> async::task<int> { co_return 1; }()), 1);
              co_await async::sleep_for(1ms);
              EXPECT_EQ(passed(), 1);
            }),
            kinds());
}

TEST(timeout, leaves_other_exceptions_alone) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto aborts = []() -> async::task<> {
                try {
                  co_await async::sleep_for(1h);
                } catch (const async::cancelled &) {
                  throw std::invalid_argument("aborted");
                }
              };
              EXPECT_THROW(co_await async::with_timeout(1ms, aborts()), std::invalid_argument);
              co_await async::sleep_for(1ms); // and nothing was swallowed: the scope is left
            }),
            kinds());
}

TEST(timeout, that_the_work_obeys_by_ending_is_not_swallowed) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              const int partial = co_await async::with_timeout(1ms, []() -> async::task<int> {
                try {
                  co_await async::sleep_for(1h);
                } catch (const async::cancelled &) {
                }
                co_return 3;
              }());
              EXPECT_EQ(partial, 3);
              co_await async::sleep_for(1ms);
            }),
            kinds());
}

TEST(timeout, that_the_work_ignores_is_swallowed) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              co_await async::with_timeout(1ms, []() -> async::task<> {
                try {
                  co_await async::sleep_for(1h);
                } catch (const async::cancelled &) {
                }
                co_await async::sleep_for(1h);
              }());
            }),
            kinds{"cancellation-swallowed"});
}

TEST(timeout, cancellation_by_others_stays_theirs) {
  for (const async::duration limit : {1ms, 2ms, 3ms})
    EXPECT_EQ(kinds_reported([&]() -> async::task<> {
                events log;
                auto victim = async::spawn([](async::duration limit, events &log) -> async::task<> {
                  try {
                    co_await async::with_timeout(limit, work_for(1h));
                  } catch (const async::timed_out &) {
                    log.push_back("timed out");
                  }
                  co_await async::sleep_for(1h);
                }(limit, log));
                co_await async::sleep_for(2ms);
                victim.cancel();
                EXPECT_THROW(co_await victim, async::task_cancelled);
                EXPECT_EQ(log, limit == 1ms ? events{"timed out"} : events());
              }),
              kinds());
}

TEST(timeout, inner_and_outer_each_throw_their_own) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto nested = [](async::duration inner) -> async::task<std::string> {
                try {
                  co_await async::with_timeout(inner, work_for(1h));
                } catch (const async::timed_out &) {
                  co_return "inner";
                }
                co_return "none";
              };
              EXPECT_EQ(co_await async::with_timeout(2ms, nested(1ms)), "inner");
              EXPECT_THROW(co_await async::with_timeout(1ms, nested(2ms)), async::timed_out);
              co_await async::sleep_for(5ms);
            }),
            kinds());
}

TEST(timeout, both_at_once_end_the_outer_in_every_order) {
  const auto found = async::explore([]() -> async::task<> {
    auto inner = []() -> async::task<> {
      try {
        co_await async::with_timeout(1ms, work_for(1h));
      } catch (const async::timed_out &) {
      }
      co_await async::sleep_for(1ms); // where the outer one is delivered, if it came second
    };
    try {
      co_await async::with_timeout(async::time_point(1ms), inner());
      throw std::logic_error("the outer timeout was lost");
    } catch (const async::timed_out &) {
    }
    co_await async::yield();
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_EQ(found.runs, 2u);
  EXPECT_FALSE(found.failed()) << found.failure->schedule << " " << found.failure->error;
}

TEST(timeout, at_the_moment_of_the_end_gives_either_the_value_or_the_timeout) {
  int values = 0;
  int timeouts = 0;
  const auto found = async::explore([&]() -> async::task<> {
    try {
      co_await async::with_timeout(1ms, work_for(1ms));
      ++values;
    } catch (const async::timed_out &) {
      ++timeouts;
    }
    co_await async::yield(); // no request is left behind
  });
  EXPECT_TRUE(found.exhaustive);
  EXPECT_FALSE(found.failed());
  EXPECT_EQ(values, 1);
  EXPECT_EQ(timeouts, 1);
}

TEST(timeout, scope_covers_several_pieces_of_work) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::timeout_scope limit(5ms);
              co_await limit.run(work_for(2ms));
              co_await async::sleep_for(1ms);
              EXPECT_FALSE(limit.expired());
              EXPECT_THROW(co_await limit.run(work_for(3ms)), async::timed_out);
              EXPECT_EQ(passed(), 5);
              EXPECT_TRUE(limit.expired());
              EXPECT_THROW(co_await limit.run(work_for(3ms)), async::timed_out);
              EXPECT_EQ(passed(), 5);
            }),
            kinds());
}

TEST(timeout, scope_can_be_rescheduled_while_it_runs) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::timeout_scope limit(async::time_point(2ms));
              auto progress = async::spawn([](async::timeout_scope &limit) -> async::task<> {
                co_await async::sleep_for(1ms);
                limit.reschedule(async::now() + 3ms);
              }(limit));
              EXPECT_THROW(co_await limit.run(work_for(1h)), async::timed_out);
              EXPECT_EQ(passed(), 4);
              EXPECT_EQ(limit.deadline(), async::time_point(4ms));
              co_await progress;
            }),
            kinds());
}

TEST(timeout, scope_takes_one_piece_of_work_at_a_time) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::timeout_scope limit(1h);
              EXPECT_THROW(co_await limit.run([](async::timeout_scope &limit) -> async::task<> {
                co_await limit.run(work_for(1ms));
              }(limit)),
                           async::usage_error);
            }),
            kinds());
  EXPECT_THROW(async::timeout_scope(1ms), async::usage_error);
}

TEST(timeout, task_under_one_is_not_deadlocked) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::mutex accounts("accounts");
              auto guard = co_await accounts.lock();
              EXPECT_THROW(co_await async::with_timeout(1ms,
                                                        [](async::mutex &accounts) -> async::task<> {
                                                          auto again = co_await accounts.lock();
                                                        }(accounts)),
                           async::timed_out);
            }),
            kinds());
}

TEST(timeout, task_is_deadlocked_again_after_it) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto other = async::spawn(work_for(1h));
              async::mutex accounts("accounts");
              auto guard = co_await accounts.lock();
              co_await async::with_timeout(1ms, work_for(0ms));
              EXPECT_THROW(co_await async::with_timeout(1ms, work_for(2ms)), async::timed_out);
              auto again = co_await accounts.lock();
              co_await other;
            }),
            kinds{"deadlock"});
}

TEST(timeout, reached_and_taken_back_does_not_hide_a_task_left_over) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              async::spawn([]() -> async::task<> {
                try {
                  co_await async::with_timeout(1ms, work_for(1h));
                } catch (const async::timed_out &) {
                }
                co_await async::sleep_for(1h);
              }())
                  .detach();
              co_await async::sleep_for(2ms);
            }),
            kinds{"pending-at-shutdown"});
}

TEST(timeout, never_awaited_is_reported_once_for_the_work) {
  const auto reports = reports_of([]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = async::with_timeout(1ms, work_for(1ms));
    }
    {
      [[maybe_unused]] auto lost = async::shield(work_for(1ms));
    }
    co_return;
  });
  ASSERT_EQ(kinds_of(reports), (kinds{"never-awaited", "never-awaited"}));
  for (const async::report &made : reports)
    EXPECT_TRUE(std::string(made.where.file_name()).ends_with("support.hpp")); // where the coroutine is
}

TEST(shield, lets_the_work_end_and_delivers_the_cancellation_after_it) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              co_await cancel_after(1ms, [](events &log) -> async::task<> {
                EXPECT_EQ(co_await async::shield(value_after(3ms, 7)), 7);
                log.push_back("saved");
                co_await async::sleep_for(1ms);
                log.push_back("went on");
              }(log));
              EXPECT_EQ(passed(), 3);
            }),
            kinds());
  EXPECT_EQ(log, events{"saved"});
}

TEST(shield, holds_up_timeouts_around_it_but_not_those_inside) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              EXPECT_THROW(co_await async::with_timeout(1ms,
                                                        []() -> async::task<> {
                                                          co_await async::shield(work_for(3ms));
                                                          co_await async::sleep_for(1h);
                                                        }()),
                           async::timed_out);
              EXPECT_EQ(passed(), 3);
              co_await async::shield([]() -> async::task<> {
                EXPECT_THROW(co_await async::with_timeout(1ms, work_for(1h)), async::timed_out);
              }());
              EXPECT_EQ(passed(), 4);
            }),
            kinds());
}

TEST(shield, cancelled_while_a_timeout_inside_is_reached_throws_only_the_latter) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              co_await cancel_after(1ms, [](events &log) -> async::task<> {
                co_await async::shield([](events &log) -> async::task<> {
                  try {
                    co_await async::with_timeout(2ms, work_for(1h));
                  } catch (const async::timed_out &) {
                    log.push_back("timed out");
                  }
                  co_await async::sleep_for(1ms);
                }(log));
                co_await async::yield();
                log.push_back("went on");
              }(log));
              EXPECT_EQ(passed(), 3);
            }),
            kinds());
  EXPECT_EQ(log, events{"timed out"});
}

TEST(stop_token, stops_when_the_task_is_cancelled) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              events log;
              std::stop_token seen;
              auto victim = async::spawn([](events &log, std::stop_token &seen) -> async::task<> {
                seen = async::current_stop_token();
                std::stop_callback note(seen, [&] { log.push_back("stopped"); });
                co_await async::sleep_for(1h);
              }(log, seen));
              co_await async::yield();
              EXPECT_FALSE(seen.stop_requested());
              EXPECT_FALSE(async::current_stop_token().stop_requested());
              victim.cancel();
              EXPECT_TRUE(seen.stop_requested());
              EXPECT_EQ(log, events{"stopped"});
              EXPECT_THROW(co_await victim, async::task_cancelled);
            }),
            kinds());
  EXPECT_THROW(async::current_stop_token(), async::usage_error);
}

TEST(stop_token, is_stopped_from_the_start_in_a_task_that_is_being_cancelled) {
  run_virtually([]() -> async::task<> {
    auto victim = async::spawn([]() -> async::task<> {
      EXPECT_TRUE(async::current_stop_token().stop_requested());
      co_await async::yield();
    }());
    victim.cancel();
    EXPECT_THROW(co_await victim, async::task_cancelled);
  }());
}

TEST(stop_token, is_new_after_a_timeout_was_reached) {
  run_virtually([]() -> async::task<> {
    std::stop_token seen = async::current_stop_token();
    EXPECT_THROW(co_await async::with_timeout(1ms, work_for(1h)), async::timed_out);
    EXPECT_TRUE(seen.stop_requested());
    EXPECT_FALSE(async::current_stop_token().stop_requested());
  }());
}

TEST(stop_token, in_a_shield_knows_only_what_gets_through) {
  events log;
  run_virtually([&]() -> async::task<> {
    auto victim = async::spawn([](events &log) -> async::task<> {
      const std::stop_token outer = async::current_stop_token();
      co_await async::shield([](const std::stop_token &outer) -> async::task<> {
        const std::stop_token inner = async::current_stop_token();
        co_await async::sleep_for(2ms);
        EXPECT_TRUE(outer.stop_requested());
        EXPECT_FALSE(inner.stop_requested());
        EXPECT_THROW(co_await async::with_timeout(1ms, work_for(1h)), async::timed_out);
        EXPECT_TRUE(inner.stop_requested());
        EXPECT_FALSE(async::current_stop_token().stop_requested());
      }(outer));
      EXPECT_TRUE(async::current_stop_token().stop_requested());
      log.push_back("shield left");
      co_await async::yield();
    }(log));
    co_await async::sleep_for(1ms);
    victim.cancel();
    EXPECT_THROW(co_await victim, async::task_cancelled);
  }());
  EXPECT_EQ(log, events{"shield left"});
}

/// Says when it is closed, which takes a while.
class file {
public:
  explicit file(events &log, const char *error = nullptr) : log_(&log), error_(error) {}

  async::task<> close() {
    co_await async::sleep_for(1ms);
    log_->push_back("closed");
    if (error_)
      throw std::invalid_argument(error_);
  }

private:
  events *log_;
  const char *error_;
  std::unique_ptr<int> moves_only_;
};

TEST(with, closes_after_a_value) {
  events log;
  int target = 0;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_EQ(co_await async::with(file(log), [](file &) { return value_after(1ms, 7); }), 7);
              EXPECT_EQ(log, events{"closed"});
              file kept(log);
              int &same = co_await async::with(kept, [&](file &opened) -> async::task<int &> {
                EXPECT_EQ(&opened, &kept);
                co_return target;
              });
              EXPECT_EQ(&same, &target);
              EXPECT_EQ(passed(), 3);
            }),
            kinds());
  EXPECT_EQ(log, (events{"closed", "closed"}));
}

TEST(with, opens_by_a_task) {
  events log;
  auto open = [](events &log, bool exists) -> async::task<file> {
    co_await async::sleep_for(1ms);
    if (!exists)
      throw std::runtime_error("no such file");
    co_return file(log);
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              co_await async::with(open(log, true), [&](auto &) -> async::task<> {
                log.push_back("opened");
                co_return;
              });
              EXPECT_THROW(co_await async::with(open(log, false), [](file &) -> async::task<> { co_return; }),
                           std::runtime_error);
            }),
            kinds());
  EXPECT_EQ(log, (events{"opened", "closed"}));
}

TEST(with, closes_after_an_exception) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              EXPECT_THROW(co_await async::with(file(log),
                                                [](file &) -> async::task<> {
                                                  co_await async::yield();
                                                  throw std::runtime_error("disk full");
                                                }),
                           std::runtime_error);
            }),
            kinds());
  EXPECT_EQ(log, events{"closed"});
}

TEST(with, closes_after_a_cancellation_and_passes_it_on) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto victim = async::spawn([](events &log) -> async::task<> {
                co_await async::with(file(log), [](file &) { return work_for(1h); });
                log.push_back("went on");
              }(log));
              co_await async::sleep_for(1ms);
              victim.cancel();
              co_await async::yield();
              victim.cancel(); // does not cut the closing short
              EXPECT_THROW(co_await victim, async::task_cancelled);
              EXPECT_EQ(passed(), 2);
            }),
            kinds());
  EXPECT_EQ(log, events{"closed"});
}

TEST(with, closes_after_a_cancellation_that_became_another_exception) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto victim = async::spawn([](events &log) -> async::task<> {
                co_await async::with(file(log), [](file &) -> async::task<> {
                  try {
                    co_await async::sleep_for(1h);
                  } catch (const async::cancelled &) {
                    throw std::runtime_error("aborted");
                  }
                });
              }(log));
              co_await async::sleep_for(1ms);
              victim.cancel();
              EXPECT_THROW(co_await victim, std::runtime_error);
            }),
            kinds());
  EXPECT_EQ(log, events{"closed"});
}

TEST(with, failing_to_close_is_thrown_or_reported) {
  events log;
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto read = [](file &) -> async::task<int> { co_return 1; };
              EXPECT_THROW(co_await async::with(file(log, "I/O error"), read), std::invalid_argument);
            }),
            kinds());
  const auto reports = reports_of([&]() -> async::task<> {
    EXPECT_THROW(co_await async::with(file(log, "I/O error"),
                                      [](file &) -> async::task<> {
                                        co_await async::yield();
                                        throw std::runtime_error("disk full");
                                      }),
                 std::runtime_error);
  });
  ASSERT_EQ(kinds_of(reports), kinds{"exception-lost"});
  EXPECT_NE(reports[0].message.find("I/O error"), std::string::npos);
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
}

TEST(with, never_awaited_is_reported_where_it_was_made) {
  events log;
  const auto reports = reports_of([&]() -> async::task<> {
    {
      [[maybe_unused]] auto lost = async::with(file(log), [](file &) { return work_for(1ms); });
    }
    co_return;
  });
  ASSERT_EQ(kinds_of(reports), kinds{"never-awaited"});
  EXPECT_EQ(std::string(reports[0].where.file_name()), __FILE__);
}

} // namespace
