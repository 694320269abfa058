// Leaving out equivalent orders against running all of them: the same outcomes, in no more runs.

#include "support.hpp"

#include <async/barrier.hpp>
#include <async/condition.hpp>
#include <async/event.hpp>
#include <async/explore.hpp>
#include <async/inspect.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/scheduler.hpp>
#include <async/semaphore.hpp>
#include <async/shared_mutex.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/stop.hpp>
#include <async/timeout.hpp>
#include <async/watched.hpp>
#include <async/when_all.hpp>
#include <async/when_any.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

enum class act : std::uint8_t {
  pause,
  sleep,
  lock,
  try_lock,
  is_locked,
  unlock,
  acquire,
  try_acquire,
  available,
  share,
  exclude,
  sharers,
  set,
  clear,
  is_set,
  await_event,
  put,
  get,
  try_put,
  try_get,
  size,
  close,
  arrive,
  arrived,
  read,
  write,
  update,
  join,
  finished,
  cancel,
  stop_requested,
  spawn,
  time_out,
  race,
  wait_condition,
  notify,
  list_tasks,
  last = list_tasks,
};

struct step {
  act does;
  std::size_t target; ///< of those objects, or of the tasks
};

struct shared_program {
  std::vector<std::vector<step>> tasks;
  bool joined; ///< the main task waits for the others
};

shared_program generate(std::mt19937 &random) {
  auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  shared_program made;
  // A few kinds of act for each program, so that tasks meet.
  std::vector<act> kinds{act::pause};
  for (std::size_t i = 0; i < 5; ++i)
    kinds.push_back(static_cast<act>(below(static_cast<std::size_t>(act::last) + 1)));
  const std::size_t tasks = 2 + below(2);
  const std::size_t longest = tasks == 2 ? 5 : 3;
  for (std::size_t i = 0; i < tasks; ++i) {
    made.tasks.emplace_back();
    for (std::size_t length = 1 + below(longest); made.tasks.back().size() < length;)
      made.tasks.back().push_back({kinds[below(kinds.size())], below(2)});
  }
  made.joined = below(4) > 0;
  return made;
}

std::string text_of(const shared_program &of) {
  std::ostringstream text;
  for (const auto &steps : of.tasks) {
    text << "task:";
    for (const step &one : steps)
      text << ' ' << static_cast<int>(one.does) << '@' << one.target;
    text << '\n';
  }
  text << (of.joined ? "joined" : "not joined");
  return text.str();
}

/// What the tasks share, and what each of them has seen, for itself.
struct stage {
  explicit stage(const shared_program &played) : of(played), seen(played.tasks.size()) {}

  const shared_program &of;
  std::array<async::mutex, 2> mutexes;
  async::semaphore permits{1};
  async::shared_mutex shared;
  async::event flag;
  async::queue<std::size_t> items{1};
  async::barrier meeting{2};
  async::condition changed;
  std::array<async::watched<int>, 2> values;
  std::vector<async::task_handle<void>> tasks;
  std::vector<std::string> seen;
};

async::task<> get_one(stage &on) { static_cast<void>(co_await on.items.get()); }

async::task<> await_flag(stage &on) { co_await on.flag.wait(); }

async::task<> touch(stage &on, std::size_t which) {
  on.values[which].update([](int value) { return value + 7; });
  co_return;
}

async::task<> play_steps(stage &on, std::size_t self) {
  std::string &seen = on.seen[self];
  std::vector<async::mutex::guard> locked;
  std::vector<async::semaphore::permit> permits;
  std::vector<async::shared_mutex::guard> shared;
  std::vector<async::task_handle<void>> children;
  auto see = [&](auto what) {
    if (!async::scheduler::current()->closing())
      seen += std::to_string(static_cast<int>(what)) + ' ';
  };
  for (const step now : on.of.tasks[self]) {
    if (async::scheduler::current()->closing())
      co_return; // what comes after the end is no outcome
    async::watched<int> &value = on.values[now.target];
    const bool other_exists = now.target < on.tasks.size() && now.target != self;
    switch (now.does) {
    case act::pause:
      co_await async::yield();
      break;
    case act::sleep:
      co_await async::sleep_for(now.target * 1ms);
      break;
    case act::lock:
      locked.push_back(co_await on.mutexes[now.target].lock());
      break;
    case act::try_lock:
      if (auto guard = on.mutexes[now.target].try_lock()) {
        see(1);
        locked.push_back(*std::move(guard));
      }
      break;
    case act::is_locked:
      see(on.mutexes[now.target].locked());
      break;
    case act::unlock:
      if (!locked.empty())
        locked.pop_back();
      break;
    case act::acquire:
      permits.push_back(co_await on.permits.acquire());
      break;
    case act::try_acquire:
      if (auto permit = on.permits.try_acquire()) {
        see(2);
        permits.push_back(*std::move(permit));
      }
      break;
    case act::available:
      see(on.permits.available());
      break;
    case act::share:
      shared.push_back(co_await on.shared.lock_shared());
      break;
    case act::exclude:
      shared.push_back(co_await on.shared.lock());
      break;
    case act::sharers:
      see(on.shared.sharers());
      break;
    case act::set:
      on.flag.set();
      break;
    case act::clear:
      on.flag.clear();
      break;
    case act::is_set:
      see(on.flag.is_set());
      break;
    case act::await_event:
      co_await on.flag.wait();
      break;
    case act::put:
      co_await on.items.put(self);
      break;
    case act::get:
      see(co_await on.items.get());
      break;
    case act::try_put:
      see(on.items.try_put(self));
      break;
    case act::try_get:
      see(on.items.try_get().value_or(9));
      break;
    case act::size:
      see(on.items.size());
      break;
    case act::close:
      on.items.close();
      break;
    case act::arrive:
      see(co_await on.meeting.arrive_and_wait());
      break;
    case act::arrived:
      see(on.meeting.waiting());
      break;
    case act::read:
      see(value.read());
      break;
    case act::write:
      value.write(value.read() * 3 + static_cast<int>(self) + 1);
      break;
    case act::update:
      value.write(static_cast<int>(self) + 1); // based on an earlier read, if there was one
      break;
    case act::join:
      if (other_exists)
        co_await on.tasks[now.target].ended();
      break;
    case act::finished:
      if (other_exists)
        see(on.tasks[now.target].finished());
      break;
    case act::cancel:
      if (other_exists)
        see(on.tasks[now.target].cancel());
      break;
    case act::stop_requested:
      see(async::current_stop_token().stop_requested());
      break;
    case act::spawn:
      children.push_back(async::spawn(touch(on, now.target)));
      see(children.back().name().back());
      break;
    case act::time_out:
      try {
        co_await async::with_timeout(1ms, get_one(on));
      } catch (const async::timed_out &) {
        see(3);
      }
      break;
    case act::race:
      see((co_await async::when_any(get_one(on), await_flag(on))).index());
      break;
    case act::wait_condition: {
      auto guard = co_await on.mutexes[now.target].lock();
      co_await on.changed.wait(guard);
      break;
    }
    case act::notify:
      on.changed.notify_one();
      break;
    case act::list_tasks:
      for (const async::task_snapshot &task : async::all_tasks())
        see(task.state[0]);
      break;
    }
  }
}

async::task<> play(stage &on, std::size_t self) {
  try {
    co_await play_steps(on, self);
  } catch (const std::exception &error) {
    on.seen[self] += error.what();
  }
}

async::task<> play_all(stage &on) {
  for (std::size_t i = 0; i < on.of.tasks.size(); ++i)
    on.tasks.push_back(async::spawn(play(on, i)));
  if (on.of.joined)
    for (auto &task : on.tasks)
      co_await task.ended();
  else
    co_await async::sleep_for(1ms);
}

struct explored {
  std::set<std::string> outcomes;
  async::exploration found;
};

explored explore_outcomes(const shared_program &of, async::bounds within) {
  explored result;
  std::unique_ptr<stage> on;
  within.stop_at_failure = false;
  within.after_each_run = [&](const async::run_outcome &one) {
    std::multiset<std::string> parts{"error " + one.error};
    for (const async::report &made : one.reports)
      parts.insert(to_text(made));
    std::string outcome;
    for (const std::string &part : parts)
      outcome += part + '\n';
    for (const std::string &seen : on->seen)
      outcome += seen + '\n';
    for (async::watched<int> &value : on->values)
      outcome += std::to_string(value.read()) + '\n';
    result.outcomes.insert(outcome);
  };
  result.found = async::explore(
      [&] {
        on = std::make_unique<stage>(of);
        return play_all(*on);
      },
      within);
  return result;
}

void expect_same_outcomes(std::size_t programs, bool overtake) {
  std::mt19937 random(overtake ? 7 : 5);
  std::size_t compared = 0;
  std::size_t orders = 0;
  std::size_t reduced_orders = 0;
  std::size_t outcomes = 0;
  while (compared < programs) {
    const shared_program of = generate(random);
    async::bounds within{.runs = 1'500, .timers_may_overtake = overtake};
    const explored all = explore_outcomes(of, within);
    if (!all.found.exhaustive)
      continue; // too many orders to run them all
    within.reduce = true;
    const explored some = explore_outcomes(of, within);
    ASSERT_TRUE(some.found.exhaustive) << text_of(of);
    ASSERT_EQ(some.outcomes, all.outcomes) << text_of(of);
    ASSERT_LE(some.found.runs, all.found.runs) << text_of(of);
    ASSERT_EQ(some.found.kinds, all.found.kinds) << text_of(of);
    ++compared;
    orders += all.found.runs;
    reduced_orders += some.found.runs;
    outcomes += all.outcomes.size();
  }
  EXPECT_GT(2 * outcomes, 3 * compared); // or else there is nothing to lose
  EXPECT_LT(3 * reduced_orders, orders);
  testing::Test::RecordProperty("orders", static_cast<int>(orders));
  testing::Test::RecordProperty("orders with reduction", static_cast<int>(reduced_orders));
}

TEST(reduction, finds_the_same_outcomes_on_generated_programs) { expect_same_outcomes(1'500, false); }

TEST(reduction, finds_the_same_outcomes_when_timers_may_overtake) { expect_same_outcomes(300, true); }

TEST(reduction, independent_tasks_have_one_order) {
  auto alone = []() -> async::task<> {
    async::mutex own;
    auto guard = co_await own.lock();
    co_await async::yield();
  };
  for (std::size_t tasks = 1; tasks <= 5; ++tasks) {
    auto made = [&]() -> async::task<> {
      std::vector<async::task_handle<void>> handles;
      for (std::size_t i = 0; i < tasks; ++i)
        handles.push_back(async::spawn(alone()));
      co_await async::sleep_for(1ms);
    };
    const auto found = async::explore(made, {.reduce = true});
    EXPECT_TRUE(found.exhaustive);
    EXPECT_FALSE(found.failed());
    EXPECT_EQ(found.runs, 1u);
    if (tasks <= 3) {
      EXPECT_EQ(async::explore(made).runs, (std::array{0u, 1u, 6u, 90u}[tasks]));
    }
  }
}

TEST(reduction, a_wait_that_does_not_suspend_is_an_access) {
  auto made = []() -> async::task<> {
    async::event flag;
    flag.set();
    auto waiter = async::spawn([](async::event &flag) -> async::task<> { co_await flag.wait(); }(flag), "waiter");
    auto clearer = async::spawn(
        [](async::event &flag) -> async::task<> {
          flag.clear();
          co_return;
        }(flag),
        "clearer");
    co_await waiter;
    co_await clearer;
  };
  const auto found = async::explore(made, {.reduce = true});
  ASSERT_TRUE(found.failed()); // when the event is cleared first
  EXPECT_EQ(kinds_of(found.failure->reports), kinds{"deadlock"});
}

TEST(reduction, a_failure_can_be_replayed) {
  auto crossed = [](async::mutex &first, async::mutex &second) -> async::task<> {
    auto one = co_await first.lock();
    auto two = co_await second.lock();
  };
  auto late = [&](async::mutex &first, async::mutex &second) -> async::task<> {
    for (int i = 0; i < 3; ++i)
      co_await async::yield();
    co_await crossed(first, second);
  };
  auto backwards = [](async::mutex &first, async::mutex &second) -> async::task<> {
    auto one = co_await first.lock();
    co_await async::yield();
    auto two = co_await second.lock();
  };
  auto made = [&]() -> async::task<> {
    async::mutex a("a");
    async::mutex b("b");
    auto first = async::spawn(backwards(b, a), "backwards");
    auto second = async::spawn(late(a, b), "late");
    co_await first;
    co_await second;
  };
  const auto found = async::explore(made, {.reduce = true});
  ASSERT_TRUE(found.failed());
  ASSERT_EQ(kinds_of(found.failure->reports), kinds{"deadlock"});
  const auto again = async::replay(made, found.failure->schedule);
  ASSERT_EQ(kinds_of(again.reports), kinds{"deadlock"});
  EXPECT_EQ(to_text(again.reports[0]), to_text(found.failure->reports[0]));
}

TEST(reduction, is_refused_for_several_loops) {
  EXPECT_THROW(async::explore(async::loops([] { return std::vector<async::loop_program>(); }), {.reduce = true}),
               async::usage_error);
}

} // namespace
