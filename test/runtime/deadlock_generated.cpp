// The verdicts of the runtime against a model that knows nothing of it: generated programs over locks, permits and
// joins are played through in a small interpreter, under every order, and explored. Both must agree on how many orders
// there are and on how many of them hang.

#include "support.hpp"

#include <async/explore.hpp>
#include <async/mutex.hpp>
#include <async/semaphore.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <sstream>

namespace {

enum class act : std::uint8_t { acquire, release, pause, join };

struct step {
  act does;
  std::size_t target; ///< of acquire and release: the resource; of join: the task
};

/// Task 0 starts all others and joins them in order; each of the others does its steps and then gives back what it
/// holds.
struct lock_program {
  std::vector<std::size_t> permits;     ///< of each resource; one permit makes it a mutex
  std::vector<std::vector<step>> tasks; ///< of the tasks from 1 on
};

lock_program generate(std::mt19937 &random) {
  auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  lock_program made;
  for (std::size_t i = 0, count = 1 + below(3); i < count; ++i)
    made.permits.push_back(below(4) == 0 ? 2 : 1);
  const std::size_t tasks = 2 + below(2);
  // Three tasks with many pauses have too many orders to run them all.
  const std::size_t longest = tasks == 2 ? 6 : 4;
  for (std::size_t i = 0; i < tasks; ++i) {
    std::vector<step> steps;
    std::vector<std::size_t> held;
    for (std::size_t length = 1 + below(longest); steps.size() < length;) {
      const std::size_t dice = below(10);
      if (dice < 4) {
        steps.push_back({act::acquire, below(made.permits.size())});
        held.push_back(steps.back().target);
      } else if (dice < 6 && !held.empty()) {
        const auto which = held.begin() + static_cast<std::ptrdiff_t>(below(held.size()));
        steps.push_back({act::release, *which});
        held.erase(which);
      } else if (dice < 7 && i > 0) {
        steps.push_back({act::join, 1 + below(i)}); // one that was started before
      } else {
        steps.push_back({act::pause, 0});
      }
    }
    for (const std::size_t resource : held)
      steps.push_back({act::release, resource});
    made.tasks.push_back(steps);
  }
  return made;
}

std::string text_of(const lock_program &of) {
  std::ostringstream text;
  text << "permits:";
  for (const std::size_t count : of.permits)
    text << ' ' << count;
  for (const auto &steps : of.tasks) {
    text << "\ntask:";
    for (const step &one : steps)
      text << ' ' << "arpj"[static_cast<int>(one.does)] << one.target;
  }
  return text.str();
}

/// The model.
struct interpreter {
  struct task {
    std::vector<step> steps;
    std::size_t next = 0;
    bool started = false;
    bool waiting = false;
    bool finished = false;
  };

  std::vector<task> tasks;
  std::vector<std::size_t> free;
  std::vector<std::deque<std::size_t>> queues; ///< of each resource, the waiting tasks
  std::vector<std::size_t> ready;

  explicit interpreter(const lock_program &of) : free(of.permits), queues(of.permits.size()) {
    tasks.resize(of.tasks.size() + 1);
    tasks[0].started = true;
    for (std::size_t i = 1; i < tasks.size(); ++i) {
      tasks[i].steps = of.tasks[i - 1];
      tasks[0].steps.push_back({act::join, i});
    }
    ready.push_back(0);
  }

  void run(std::size_t index) {
    const std::size_t self = ready[index];
    ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(index));
    task &running = tasks[self];
    if (self == 0 && !tasks[1].started)
      for (std::size_t i = 1; i < tasks.size(); ++i) {
        tasks[i].started = true;
        ready.push_back(i);
      }
    while (running.next < running.steps.size()) {
      const step now = running.steps[running.next++];
      if (now.does == act::pause) {
        ready.push_back(self);
        return;
      }
      if (now.does == act::join && !tasks[now.target].finished) {
        running.waiting = true;
        return;
      }
      if (now.does == act::acquire) {
        if (free[now.target] == 0) {
          queues[now.target].push_back(self);
          running.waiting = true;
          return;
        }
        --free[now.target];
      }
      if (now.does == act::release)
        give_back(now.target);
    }
    running.finished = true;
    for (std::size_t i = 0; i < tasks.size(); ++i)
      if (tasks[i].waiting && tasks[i].steps[tasks[i].next - 1].does == act::join &&
          tasks[i].steps[tasks[i].next - 1].target == self)
        wake(i);
  }

  void give_back(std::size_t resource) {
    if (queues[resource].empty()) {
      ++free[resource];
      return;
    }
    wake(queues[resource].front());
    queues[resource].pop_front();
  }

  void wake(std::size_t task) {
    tasks[task].waiting = false;
    ready.push_back(task);
  }

  bool hangs() const {
    return ready.empty() && std::any_of(tasks.begin(), tasks.end(), [](const task &one) { return !one.finished; });
  }
};

struct tally {
  std::size_t orders = 0;
  std::size_t hanging = 0;
};

void count_orders(const interpreter &from, tally &into, std::size_t limit) {
  if (into.orders >= limit)
    return;
  // The run is over when the first task is; the rest, if any, hangs.
  if (from.ready.empty()) {
    ++into.orders;
    into.hanging += from.hangs() ? 1 : 0;
    return;
  }
  for (std::size_t i = 0; i < from.ready.size(); ++i) {
    interpreter branch = from;
    branch.run(i);
    count_orders(branch, into, limit);
  }
}

/// The same programs on the runtime. Mutexes and semaphores are used as the number of permits says.
class resource {
public:
  explicit resource(std::size_t permits) {
    if (permits == 1)
      mutex_ = std::make_unique<async::mutex>();
    else
      semaphore_ = std::make_unique<async::semaphore>(permits);
  }

  async::mutex *mutex() const { return mutex_.get(); }
  async::semaphore *semaphore() const { return semaphore_.get(); }

private:
  std::unique_ptr<async::mutex> mutex_;
  std::unique_ptr<async::semaphore> semaphore_;
};

struct held_resource {
  std::size_t which;
  std::optional<async::mutex::guard> guard;
  std::optional<async::semaphore::permit> permit;
};

struct stage {
  const lock_program &of;
  std::vector<resource> resources;
  std::vector<async::task_handle<void>> tasks; ///< task i is at i - 1
};

async::task<> play(stage &on, std::size_t self) {
  // In an array within the coroutine, so that it stays certain that this task holds what it holds.
  held_resource held[8]{};
  std::size_t count = 0;
  for (const step now : on.of.tasks[self]) {
    switch (now.does) {
    case act::pause:
      co_await async::yield();
      break;
    case act::join:
      co_await on.tasks[now.target - 1].ended();
      break;
    case act::acquire:
      held[count].which = now.target;
      if (async::mutex *wanted = on.resources[now.target].mutex())
        held[count].guard.emplace(co_await wanted->lock());
      else
        held[count].permit.emplace(co_await on.resources[now.target].semaphore()->acquire());
      ++count;
      break;
    case act::release: {
      std::size_t at = 0;
      while (held[at].which != now.target || !(held[at].guard || held[at].permit))
        ++at;
      held[at].guard.reset();
      held[at].permit.reset();
      break;
    }
    }
  }
}

async::task<> play_all(const lock_program &of) {
  stage on{of, {}, {}};
  for (const std::size_t permits : of.permits)
    on.resources.emplace_back(permits);
  for (std::size_t i = 0; i < of.tasks.size(); ++i)
    on.tasks.push_back(async::spawn(play(on, i)));
  for (auto &task : on.tasks)
    co_await task.ended();
}

TEST(deadlock_generated, agrees_with_the_model_on_ten_thousand_programs) {
  std::mt19937 random(20240229);
  std::size_t compared = 0;
  std::size_t programs_that_hang = 0;
  std::size_t orders = 0;
  while (compared < 10'000) {
    const lock_program of = generate(random);
    constexpr std::size_t limit = 400;
    tally expected;
    count_orders(interpreter(of), expected, limit);
    if (expected.orders >= limit)
      continue; // too many orders to run them all
    const auto found = async::explore([&] { return play_all(of); }, {.stop_at_failure = false});
    ASSERT_TRUE(found.exhaustive) << text_of(of);
    ASSERT_EQ(found.runs, expected.orders) << text_of(of);
    ASSERT_EQ(found.failed_runs, expected.hanging) << text_of(of);
    if (expected.hanging > 0) {
      ++programs_that_hang;
      ASSERT_EQ(found.kinds, std::set{async::report_kind::deadlock}) << text_of(of);
      // Without events, what hangs is a cycle, each edge leads to the next, and no task is in two of them.
      std::set<std::string> in_a_cycle;
      for (const async::report &made : found.failure->reports) {
        ASSERT_FALSE(made.cycle.empty()) << text_of(of);
        for (std::size_t i = 0; i < made.cycle.size(); ++i) {
          ASSERT_EQ(made.cycle[i].holder, made.cycle[(i + 1) % made.cycle.size()].waiter) << text_of(of);
          ASSERT_TRUE(in_a_cycle.insert(made.cycle[i].waiter).second) << text_of(of);
        }
      }
    }
    ++compared;
    orders += expected.orders;
  }
  // Both kinds of program must be there in numbers for this to mean anything.
  EXPECT_GT(programs_that_hang, 1'000u);
  EXPECT_GT(compared - programs_that_hang, 1'000u);
  RecordProperty("programs that hang", static_cast<int>(programs_that_hang));
  RecordProperty("orders", static_cast<int>(orders));
}

} // namespace
