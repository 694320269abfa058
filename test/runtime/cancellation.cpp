#include "support.hpp"

#include <async/errors.hpp>
#include <async/event.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/semaphore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <chrono>
#include <stdexcept>
#include <type_traits>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

static_assert(!std::is_base_of_v<std::exception, async::cancelled>);

template <class T> async::task<std::string> how_it_ended(async::task_handle<T> &handle) {
  try {
    co_await handle;
    co_return "value";
  } catch (const async::task_cancelled &) {
    co_return "cancelled";
  } catch (const std::exception &error) {
    co_return error.what();
  }
}

async::task<> sleep_long() { co_await async::sleep_for(1h); }

TEST(cancellation, ends_a_wait_at_once) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn(sleep_long());
              co_await async::yield();
              EXPECT_TRUE(handle.cancel());
              EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
              EXPECT_EQ(async::now(), async::time_point());
              EXPECT_FALSE(handle.cancel());
            }),
            kinds());
}

TEST(cancellation, before_the_first_step_is_delivered_at_the_first_suspension_point) {
  events log;
  auto body = [](events &log) -> async::task<> {
    log.push_back("started");
    co_await async::yield();
    log.push_back("went on");
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto handle = async::spawn(body(log));
              handle.cancel();
              EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
            }),
            kinds());
  EXPECT_EQ(log, events{"started"});
}

TEST(cancellation, is_delivered_even_where_an_await_would_not_suspend) {
  events log;
  auto body = [](events &log) -> async::task<> {
    async::mutex free;
    auto guard = co_await free.lock();
    log.push_back("locked");
  };
  run_virtually([&]() -> async::task<> {
    auto handle = async::spawn(body(log));
    handle.cancel();
    EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
  }());
  EXPECT_EQ(log, events());
}

TEST(cancellation, after_a_wake_up_waits_for_the_next_suspension_point) {
  events log;
  auto body = [](async::event &go, events &log) -> async::task<> {
    co_await go.wait();
    log.push_back("woken");
    co_await async::yield();
    log.push_back("went on");
  };
  run_virtually([&]() -> async::task<> {
    async::event go;
    auto handle = async::spawn(body(go, log));
    co_await async::yield();
    go.set();
    handle.cancel();
    EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
  }());
  EXPECT_EQ(log, events{"woken"});
}

TEST(cancellation, of_a_joiner_leaves_the_joined_task_alone) {
  run_virtually([]() -> async::task<> {
    auto joined = async::spawn([]() -> async::task<int> {
      co_await async::sleep_for(1ms);
      co_return 7;
    }());
    auto joiner = async::spawn([](auto &joined) -> async::task<> { co_await joined.ended(); }(joined));
    co_await async::yield();
    joiner.cancel();
    EXPECT_EQ(co_await how_it_ended(joiner), "cancelled");
    EXPECT_EQ(co_await joined, 7);
  }());
}

TEST(cancellation, passes_catch_of_std_exception) {
  auto careless = []() -> async::task<> {
    for (;;) {
      try {
        co_await async::sleep_for(1h);
      } catch (const std::exception &) {
        ADD_FAILURE();
      }
    }
  };
  EXPECT_EQ(kinds_reported([&]() -> async::task<> {
              auto handle = async::spawn(careless());
              co_await async::yield();
              handle.cancel();
              EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
            }),
            kinds());
}

TEST(cancellation, request_can_be_withdrawn_until_it_is_delivered) {
  run_virtually([]() -> async::task<> {
    int me = 0;
    auto handle = async::spawn([]() -> async::task<> { co_await async::yield(); }());
    handle.record().cancel(&me);
    EXPECT_TRUE(handle.record().withdraw(&me));
    EXPECT_FALSE(handle.record().withdraw(&me));
    EXPECT_EQ(co_await how_it_ended(handle), "value");
  }());
}

TEST(cancellation, request_that_cut_a_wait_short_cannot_be_withdrawn) {
  run_virtually([]() -> async::task<> {
    int me = 0;
    auto handle = async::spawn(sleep_long());
    co_await async::yield();
    handle.record().cancel(&me);
    EXPECT_FALSE(handle.record().withdraw(&me));
    EXPECT_EQ(co_await how_it_ended(handle), "cancelled");
  }());
}

TEST(cancellation, waits_until_the_shield_is_gone) {
  run_virtually([]() -> async::task<> {
    auto handle = async::spawn(sleep_long());
    handle.record().shields = 1;
    co_await async::yield();
    handle.cancel();
    co_await handle.ended();
    EXPECT_EQ(async::now(), async::time_point(1h));
    EXPECT_EQ(co_await how_it_ended(handle), "value");
  }());
}

// A cancelled waiter never loses a wake-up, a lock, a permit or an item.

TEST(cancellation, of_a_waiter_leaves_its_place_to_the_next) {
  events log;
  auto locker = [](async::mutex &wanted, events &log, const char *name) -> async::task<> {
    auto guard = co_await wanted.lock();
    log.push_back(name);
  };
  run_virtually([&]() -> async::task<> {
    async::mutex wanted;
    std::optional guard(co_await wanted.lock());
    auto first = async::spawn(locker(wanted, log, "first"));
    auto second = async::spawn(locker(wanted, log, "second"));
    co_await async::yield();
    first.cancel();
    guard.reset();
    EXPECT_EQ(co_await how_it_ended(first), "cancelled");
    EXPECT_EQ(co_await how_it_ended(second), "value");
    EXPECT_FALSE(wanted.locked());
  }());
  EXPECT_EQ(log, events{"second"});
}

TEST(cancellation, after_the_lock_was_handed_over_does_not_lose_it) {
  auto locker = [](async::mutex &wanted) -> async::task<> {
    auto guard = co_await wanted.lock();
    co_await async::yield();
  };
  run_virtually([&]() -> async::task<> {
    async::mutex wanted;
    std::optional guard(co_await wanted.lock());
    auto first = async::spawn(locker(wanted));
    co_await async::yield();
    guard.reset();
    first.cancel();
    EXPECT_EQ(co_await how_it_ended(first), "cancelled");
    EXPECT_FALSE(wanted.locked());
  }());
}

TEST(cancellation, of_who_waits_for_a_permit_loses_none) {
  auto worker = [](async::semaphore &permits) -> async::task<> {
    auto permit = co_await permits.acquire();
    co_await async::yield();
  };
  run_virtually([&]() -> async::task<> {
    async::semaphore permits(1);
    std::optional permit(co_await permits.acquire());
    auto waits = async::spawn(worker(permits));
    auto gets_it = async::spawn(worker(permits));
    auto last = async::spawn(worker(permits));
    co_await async::yield();
    waits.cancel();
    permit.reset(); // so it was handed to the second
    gets_it.cancel();
    EXPECT_EQ(co_await how_it_ended(waits), "cancelled");
    EXPECT_EQ(co_await how_it_ended(gets_it), "cancelled");
    EXPECT_EQ(co_await how_it_ended(last), "value");
    EXPECT_EQ(permits.available(), 1u);
  }());
}

TEST(cancellation, of_who_waits_for_an_event_leaves_the_others_alone) {
  auto waiter = [](async::event &set) -> async::task<> {
    co_await set.wait();
    co_await async::yield();
  };
  run_virtually([&]() -> async::task<> {
    async::event set;
    auto first = async::spawn(waiter(set));
    auto second = async::spawn(waiter(set));
    co_await async::yield();
    first.cancel();
    set.set();
    second.cancel(); // woken before: delivered at its next wait
    EXPECT_EQ(co_await how_it_ended(first), "cancelled");
    EXPECT_EQ(co_await how_it_ended(second), "cancelled");
    co_await set.wait();
  }());
}

TEST(cancellation, of_a_consumer_loses_no_item) {
  std::vector<int> got;
  auto consumer = [](async::queue<int> &from, std::vector<int> &got) -> async::task<> {
    for (;;)
      got.push_back(co_await from.get());
  };
  run_virtually([&]() -> async::task<> {
    async::queue<int> items;
    auto first = async::spawn(consumer(items, got));
    auto second = async::spawn(consumer(items, got));
    co_await async::yield();
    co_await items.put(1); // is handed to the first
    first.cancel();
    co_await items.put(2);
    EXPECT_EQ(co_await how_it_ended(first), "cancelled");
    co_await items.put(3);
    co_await async::yield();
    second.cancel();
    EXPECT_EQ(co_await how_it_ended(second), "cancelled");
  }());
  EXPECT_EQ(got, (std::vector<int>{1, 2, 3}));
}

TEST(cancellation, of_a_producer_leaves_no_item_behind) {
  auto producer = [](async::queue<int> &into, int item) -> async::task<> { co_await into.put(item); };
  run_virtually([&]() -> async::task<> {
    async::queue<int> items(1);
    co_await items.put(1);
    auto first = async::spawn(producer(items, 2));
    auto second = async::spawn(producer(items, 3));
    co_await async::yield();
    first.cancel();
    EXPECT_EQ(co_await items.get(), 1);
    EXPECT_EQ(co_await items.get(), 3);
    EXPECT_TRUE(items.empty());
    EXPECT_EQ(co_await how_it_ended(first), "cancelled");
    EXPECT_EQ(co_await how_it_ended(second), "value");
  }());
}

// Swallowing.

template <class Body> std::vector<std::string> reported_when_cancelled(Body body) {
  return kinds_reported([&]() -> async::task<> {
    auto handle = async::spawn(body(), "victim");
    co_await async::sleep_for(1ms);
    handle.cancel();
    co_await how_it_ended(handle);
  });
}

TEST(cancellation_swallowed, by_going_on_to_wait) {
  const auto reports = reports_of([]() -> async::task<> {
    auto handle = async::spawn(
        []() -> async::task<> {
          for (int attempt = 0; attempt < 3; ++attempt) {
            try {
              co_await async::sleep_for(1h);
            } catch (...) {
              continue; // "try again"
            }
          }
        }(),
        "victim");
    co_await async::sleep_for(1ms);
    handle.cancel();
    co_await how_it_ended(handle);
  });
  ASSERT_EQ(kinds_of(reports), kinds{"cancellation-swallowed"});
  EXPECT_EQ(reports[0].task, "victim");
  ASSERT_EQ(reports[0].notes.size(), 2u);
  EXPECT_NE(reports[0].notes[0].where.line(), 0u);
  expect_places(reports);
}

TEST(cancellation_swallowed, by_returning_normally_to_a_caller) {
  auto swallows = []() -> async::task<> {
    try {
      co_await async::sleep_for(1h);
    } catch (const async::cancelled &) {
    }
  };
  EXPECT_EQ(reported_when_cancelled([&]() -> async::task<> { co_await swallows(); }), kinds{"cancellation-swallowed"});
}

TEST(cancellation_swallowed, by_giving_a_value) {
  EXPECT_EQ(reported_when_cancelled([]() -> async::task<int> {
              try {
                co_await async::sleep_for(1h);
              } catch (const async::cancelled &) {
              }
              co_return 0;
            }),
            kinds{"cancellation-swallowed"});
}

TEST(cancellation_swallowed, silent_when_passed_on) {
  EXPECT_EQ(reported_when_cancelled([]() -> async::task<> {
              try {
                co_await async::sleep_for(1h);
              } catch (...) {
                throw;
              }
            }),
            kinds());
}

TEST(cancellation_swallowed, silent_when_kept_over_an_asynchronous_clean_up_and_passed_on) {
  EXPECT_EQ(reported_when_cancelled([]() -> async::task<> {
              std::exception_ptr why;
              try {
                co_await async::sleep_for(1h);
              } catch (...) {
                why = std::current_exception();
              }
              co_await async::sleep_for(1ms);
              if (why)
                std::rethrow_exception(why);
            }),
            kinds());
}

TEST(cancellation_swallowed, silent_when_turned_into_another_exception) {
  EXPECT_EQ(reported_when_cancelled([]() -> async::task<> {
              try {
                co_await async::sleep_for(1h);
              } catch (const async::cancelled &) {
                throw std::runtime_error("aborted");
              }
            }),
            kinds());
}

TEST(cancellation_swallowed, silent_when_it_is_the_last_act_of_the_task) {
  EXPECT_EQ(reported_when_cancelled([]() -> async::task<> {
              try {
                co_await async::sleep_for(1h);
              } catch (const async::cancelled &) {
              }
            }),
            kinds());
}

TEST(cancellation_swallowed, silent_when_the_requester_consumes_its_own_request) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              int me = 0;
              auto handle = async::spawn([](int &requester) -> async::task<int> {
                try {
                  co_await async::sleep_for(1h);
                } catch (const async::cancelled &request) {
                  EXPECT_TRUE(request.consume(&requester));
                }
                co_await async::sleep_for(1ms);
                co_return 1;
              }(me));
              co_await async::yield();
              handle.record().cancel(&me);
              EXPECT_EQ(co_await handle, 1);
            }),
            kinds());
}

TEST(cancellation_swallowed, reported_once_for_each_request) {
  EXPECT_EQ(kinds_reported([]() -> async::task<> {
              auto handle = async::spawn([]() -> async::task<> {
                for (int refusals = 0; refusals < 2;) {
                  try {
                    co_await async::sleep_for(1h);
                  } catch (...) {
                    ++refusals;
                  }
                }
                co_await async::yield();
              }());
              co_await async::yield();
              handle.cancel();
              co_await async::yield();
              handle.cancel();
              EXPECT_EQ(co_await how_it_ended(handle), "value");
            }),
            (kinds{"cancellation-swallowed", "cancellation-swallowed"}));
}

} // namespace
