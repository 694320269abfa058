// What the bookkeeping of the reference runtime costs: each operation with it, with a hand-written runtime that keeps
// no books, and with Boost.Asio's awaitable. The three take turns, and of each the best round counts, as disturbances
// only add. Prints a Markdown table. The figures are of this machine; the ratios are what matters.

#include "bare.hpp"

#include <async/driver.hpp>
#include <async/mutex.hpp>
#include <async/queue.hpp>
#include <async/run.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/trace.hpp>

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;

constexpr int rounds = 25;
constexpr int depth = 1'000;
constexpr int tasks = 1'000;
constexpr int repeats = 20'000;
constexpr std::size_t room = 16;

// The three runtimes, under the same names.

struct bare_runtime {
  using task = bare::task;
  using mutex = bare::mutex;
  using queue = bare::queue;
  using handle = bare::spawned;
  static void run(task main) { bare::run(std::move(main)); }
  static handle spawn(task work) { return handle(std::move(work)); }
  static handle &join(handle &spawned) { return spawned; }
  static bare::yield yield() { return {}; }
};

struct reference_runtime {
  using task = async::task<>;
  using mutex = async::mutex;
  using queue = async::queue<int>;
  using handle = async::task_handle<void>;
  static void run(task main) {
    async::virtual_time_driver time;
    async::run(std::move(main), {.drives = &time});
  }
  static handle spawn(task work) { return async::spawn(std::move(work)); }
  static handle &join(handle &spawned) { return spawned; }
  static auto yield() { return async::yield(); }
};

struct asio_runtime {
  using task = asio::awaitable<void>;

  static inline asio::io_context *running = nullptr;

  /// A channel with room for one: who has put something in has the lock.
  class mutex {
  public:
    class guard {
    public:
      explicit guard(mutex &held) noexcept : held_(&held) {}
      guard(guard &&other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
      ~guard() {
        if (held_)
          held_->slot_.try_receive([](auto) {});
      }

    private:
      mutex *held_;
    };

    asio::awaitable<guard> lock() {
      co_await slot_.async_send(boost::system::error_code(), asio::use_awaitable);
      co_return guard(*this);
    }

  private:
    asio::experimental::channel<void(boost::system::error_code)> slot_{*running, 1};
  };

  class queue {
  public:
    explicit queue(std::size_t capacity) : items_(*running, capacity) {}
    auto put(int item) { return items_.async_send(boost::system::error_code(), item, asio::use_awaitable); }
    auto get() { return items_.async_receive(asio::use_awaitable); }

  private:
    asio::experimental::channel<void(boost::system::error_code, int)> items_;
  };

  /// A timer that never ends is what one waits for in Asio, and cancels to wake.
  struct ending {
    asio::steady_timer wakes{*running, asio::steady_timer::time_point::max()};
    bool ended = false;
  };
  using handle = std::shared_ptr<ending>;

  static void run(task main) {
    asio::io_context context(1);
    running = &context;
    asio::co_spawn(context, std::move(main), [](std::exception_ptr error) {
      if (error)
        std::rethrow_exception(error);
    });
    context.run();
  }
  static handle spawn(task work) {
    auto end = std::make_shared<ending>();
    asio::co_spawn(*running, std::move(work), [end](std::exception_ptr) {
      end->ended = true;
      end->wakes.cancel();
    });
    return end;
  }
  static task join(handle &spawned) {
    if (!spawned->ended)
      co_await spawned->wakes.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  static auto yield() { return asio::post(asio::use_awaitable); }
};

// The operations, each for any of them.

template <class Runtime> [[gnu::noinline]] typename Runtime::task leaf() { co_return; }

template <class Runtime> typename Runtime::task many_awaits() {
  for (int i = 0; i < repeats; ++i)
    co_await leaf<Runtime>();
}

template <class Runtime> [[gnu::noinline]] typename Runtime::task chain(int left) {
  if (left > 0)
    co_await chain<Runtime>(left - 1);
}

template <class Runtime> typename Runtime::task many_chains() {
  for (int i = 0; i < repeats / depth; ++i)
    co_await chain<Runtime>(depth);
}

template <class Runtime> typename Runtime::task many_yields() {
  for (int i = 0; i < repeats; ++i)
    co_await Runtime::yield();
}

template <class Runtime> typename Runtime::task many_spawns() {
  for (int i = 0; i < repeats; ++i) {
    auto child = Runtime::spawn(leaf<Runtime>());
    co_await Runtime::join(child);
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
    co_await Runtime::join(one);
}

template <class Runtime> typename Runtime::task puts(typename Runtime::queue &into) {
  for (int i = 0; i < repeats; ++i)
    co_await into.put(i);
}

template <class Runtime> typename Runtime::task queue_traffic() {
  typename Runtime::queue items(room);
  auto producer = Runtime::spawn(puts<Runtime>(items));
  for (int i = 0; i < repeats; ++i)
    if (co_await items.get() != i)
      std::terminate();
  co_await Runtime::join(producer);
}

struct operation {
  const char *name;
  int count;
  void (*bare)();
  void (*asio)();
  void (*reference)();
};

template <class Runtime, typename Runtime::task (*Work)()> void run() { Runtime::run(Work()); }

#define FOR_ALL(work)                                                                                                  \
  run<bare_runtime, work<bare_runtime>>, run<asio_runtime, work<asio_runtime>>,                                        \
      run<reference_runtime, work<reference_runtime>>

constexpr operation operations[] = {
    {"await a coroutine", repeats, FOR_ALL(many_awaits)},
    {"await, in a chain of 1,000", repeats, FOR_ALL(many_chains)},
    {"yield", repeats, FOR_ALL(many_yields)},
    {"spawn and join", repeats, FOR_ALL(many_spawns)},
    {"lock a free mutex", repeats, FOR_ALL(many_locks)},
    {"spawn 1,000, lock in turn, join", tasks, FOR_ALL(contended_locks)},
    {"through a queue of 16", repeats, FOR_ALL(queue_traffic)},
};

/// The least that an operation took, in nanoseconds.
class best {
public:
  void time(int operations, void (*work)()) {
    const auto before = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - before;
    least_ = std::min(least_, took.count() / operations);
  }

  double get() const noexcept { return least_; }

private:
  double least_ = std::numeric_limits<double>::infinity();
};

} // namespace

int main() {
  std::printf("Nanoseconds an operation, best of %d rounds\n\n", rounds);
  std::printf("| operation | bare | asio | reference | by bare | by asio | with empty trace hooks, by bare |\n");
  std::printf("|---|--:|--:|--:|--:|--:|--:|\n");
  async::trace_hooks empty;
  for (const operation &one : operations) {
    best bare, asio, reference, traced;
    for (int round = 0; round < rounds; ++round) {
      bare.time(one.count, one.bare);
      asio.time(one.count, one.asio);
      reference.time(one.count, one.reference);
      async::set_trace_hooks(&empty);
      traced.time(one.count, one.reference);
      async::set_trace_hooks(nullptr);
    }
    std::printf("| %s | %.1f | %.1f | %.1f | %.2f | %.2f | %.2f |\n", one.name, bare.get(), asio.get(), reference.get(),
                reference.get() / bare.get(), reference.get() / asio.get(), traced.get() / bare.get());
  }
}
