// What the bookkeeping of the reference runtime costs: each operation with it, and with a runtime that keeps no books.
// Prints a Markdown table. The figures are of this machine; the ratios are what matters.

#include "bare.hpp"

#include <async/driver.hpp>
#include <async/mutex.hpp>
#include <async/run.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/trace.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace {

constexpr int rounds = 15;
constexpr int depth = 1'000;
constexpr int tasks = 1'000;
constexpr int repeats = 20'000;

/// Nanoseconds for each of \p operations that \p work does: the best of several rounds, as disturbances only add.
template <class Work> double cost(int operations, Work work) {
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto before = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - before;
    best = round == 0 ? took.count() : std::min(best, took.count());
  }
  return best / operations;
}

// The two runtimes, under the same names.

struct bare_runtime {
  using task = bare::task;
  using mutex = bare::mutex;
  using handle = bare::spawned;
  static void run(task main) { bare::run(std::move(main)); }
  static handle spawn(task work) { return handle(std::move(work)); }
  static bare::yield yield() { return {}; }
};

struct reference_runtime {
  using task = async::task<>;
  using mutex = async::mutex;
  using handle = async::task_handle<void>;
  static void run(task main) {
    async::virtual_time_driver time;
    async::run(std::move(main), {.drives = &time});
  }
  static handle spawn(task work) { return async::spawn(std::move(work)); }
  static auto yield() { return async::yield(); }
};

// The operations, each for either runtime.

template <class Runtime> [[gnu::noinline]] typename Runtime::task leaf() { co_return; }

template <class Runtime> typename Runtime::task many_awaits() {
  for (int i = 0; i < repeats; ++i)
    co_await leaf<Runtime>();
}

template <class Runtime> [[gnu::noinline]] typename Runtime::task chain(int left) {
  if (left > 0)
    co_await chain<Runtime>(left - 1);
}

template <class Runtime> typename Runtime::task many_yields() {
  for (int i = 0; i < repeats; ++i)
    co_await Runtime::yield();
}

template <class Runtime> typename Runtime::task many_spawns() {
  for (int i = 0; i < repeats; ++i) {
    auto child = Runtime::spawn(leaf<Runtime>());
    co_await child;
  }
}

template <class Runtime> typename Runtime::task many_locks() {
  typename Runtime::mutex free;
  for (int i = 0; i < repeats; ++i)
    auto held = co_await free.lock();
}

template <class Runtime> typename Runtime::task locks_once(typename Runtime::mutex &wanted) {
  auto held = co_await wanted.lock();
  co_await Runtime::yield();
}

template <class Runtime> typename Runtime::task contended_locks() {
  typename Runtime::mutex wanted;
  std::vector<typename Runtime::handle> all;
  all.reserve(tasks);
  for (int i = 0; i < tasks; ++i)
    all.push_back(Runtime::spawn(locks_once<Runtime>(wanted)));
  for (auto &one : all)
    co_await one;
}

struct operation {
  const char *name;
  int count;
  bare::task (*bare_work)();
  async::task<> (*reference_work)();
};

constexpr operation operations[] = {
    {"await a coroutine", repeats, many_awaits<bare_runtime>, many_awaits<reference_runtime>},
    {"await, in a chain of 1,000", depth, [] { return chain<bare_runtime>(depth); },
     [] { return chain<reference_runtime>(depth); }},
    {"yield", repeats, many_yields<bare_runtime>, many_yields<reference_runtime>},
    {"spawn and join", repeats, many_spawns<bare_runtime>, many_spawns<reference_runtime>},
    {"lock a free mutex", repeats, many_locks<bare_runtime>, many_locks<reference_runtime>},
    {"spawn 1,000, lock in turn, join", tasks, contended_locks<bare_runtime>, contended_locks<reference_runtime>},
};

} // namespace

int main() {
  std::printf("| operation | bare, ns | reference, ns | ratio | with empty trace hooks |\n");
  std::printf("|---|--:|--:|--:|--:|\n");
  for (const operation &one : operations) {
    const double least = cost(one.count, [&] { bare_runtime::run(one.bare_work()); });
    const double ours = cost(one.count, [&] { reference_runtime::run(one.reference_work()); });
    async::trace_hooks empty;
    async::set_trace_hooks(&empty);
    const double traced = cost(one.count, [&] { reference_runtime::run(one.reference_work()); });
    async::set_trace_hooks(nullptr);
    std::printf("| %s | %.1f | %.1f | %.2f | %.2f |\n", one.name, least, ours, ours / least, traced / least);
  }
}
