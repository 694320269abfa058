// echo-load [CLIENTS [AT-ONCE [SEED]]]: clients and server in one loop. Fails when anything is lost; see README.md.

#include "echo-server.hpp"

#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/inspect.hpp>
#include <async/queue.hpp>
#include <async/report.hpp>
#include <async/semaphore.hpp>
#include <async/spawn.hpp>
#include <async/task_group.hpp>
#include <async/when_all.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <system_error>
#include <vector>

namespace {

/// Where a client is cancelled.
enum class cut { never, connecting, sending, receiving };
constexpr std::array<const char *, 4> names_of_cuts = {"never", "connecting", "sending", "receiving"};

struct plan {
  std::uint32_t index; ///< of the client; decides what its bytes are
  std::size_t size;    ///< how many bytes it sends
  cut at;
};

struct settings {
  std::size_t clients = 2'000;
  std::size_t at_once = 256;
  std::uint_fast32_t seed = 1;
};

std::vector<plan> make_plans(const settings &with, bool with_cuts) {
  std::minstd_rand random(with.seed);
  std::vector<plan> plans;
  for (std::uint32_t index = 0; index < with.clients; ++index) {
    plan made{index, 1 + random() % 65'536, cut::never};
    if (with_cuts && index % 4 == 3)
      made.at = static_cast<cut>(1 + index / 4 % 3);
    if (index % 32 == 0 || made.at == cut::sending)
      made.size += 2'000'000; // too much to go out, or come back, in one step
    plans.push_back(made);
  }
  return plans;
}

/// What client \p index sends at \p position: no two clients send the same for long.
std::byte sent_by(std::uint32_t index, std::size_t position) {
  const std::uint64_t mixed = (std::uint64_t(index) << 32 | position) * 0x9e3779b97f4a7c15;
  return static_cast<std::byte>(mixed >> 56);
}

/// One run of all clients against one server.
struct load {
  load(async::endpoint to, std::vector<plan> what, std::size_t at_once)
      : server(std::move(to)), plans(std::move(what)), room(at_once, "clients at once") {}

  async::endpoint server;
  std::vector<plan> plans;
  async::semaphore room;
  async::queue<std::uint32_t> to_cut{0, "clients to cut"};
  async::event half_way{"half-way"};
  std::vector<async::task_group::child<void>> clients; ///< those that were started

  std::size_t complete = 0; ///< got everything back, and then the end of the stream
  std::size_t refused = 0;  ///< got nothing
  std::size_t torn = 0;     ///< got a part
  std::size_t mangled = 0;  ///< got something else
  std::array<std::size_t, names_of_cuts.size()> cancelled{};
  std::uint64_t complete_bytes = 0;
  std::string last_error;
};

void ask_for_cut(load &all, const plan &mine, cut where) {
  if (mine.at == where)
    all.to_cut.try_put(mine.index); // the task that does it runs when this client waits
}

async::task<> send(load &all, const plan &mine, async::stream &to) {
  std::vector<std::byte> message(mine.size);
  for (std::size_t position = 0; position < message.size(); ++position)
    message[position] = sent_by(mine.index, position);
  const std::span<const std::byte> bytes(message);
  try {
    co_await to.write(bytes.first(mine.size / 2));
    ask_for_cut(all, mine, cut::sending);
    co_await to.write(bytes.subspan(mine.size / 2));
    to.close_writing();
  } catch (const std::system_error &error) {
    all.last_error = error.what(); // what got through shows in what comes back
  }
}

/// What came back to a client.
struct answer {
  std::size_t size = 0;
  bool to_the_end = false; ///< the server ended the connection in good order
};

async::task<answer> receive(load &all, const plan &mine, async::stream &from) {
  std::array<std::byte, 16 * 1024> buffer;
  answer got;
  try {
    ask_for_cut(all, mine, cut::receiving);
    while (const std::size_t size = co_await from.read_some(buffer)) {
      for (std::size_t i = 0; i < size; ++i)
        if (buffer[i] != sent_by(mine.index, got.size + i)) {
          ++all.mangled;
          co_return got;
        }
      got.size += size;
    }
    got.to_the_end = true;
  } catch (const std::system_error &error) {
    all.last_error = error.what();
  }
  co_return got;
}

async::task<answer> exchange(load &all, const plan &mine) {
  ask_for_cut(all, mine, cut::connecting);
  async::stream connection = co_await async::connect(all.server, "client " + std::to_string(mine.index));
  auto [sent, got] = co_await async::when_all(send(all, mine, connection), receive(all, mine, connection));
  co_return got;
}

/// \p place is held as long as the client is there.
async::task<> run_client(load &all, const plan &mine, async::semaphore::permit place) {
  answer got;
  try {
    got = co_await exchange(all, mine);
  } catch (const async::cancelled &) {
    ++all.cancelled[static_cast<std::size_t>(mine.at)];
    throw;
  } catch (const std::system_error &error) {
    all.last_error = error.what();
  }
  if (got.size == mine.size && got.to_the_end) {
    ++all.complete;
    all.complete_bytes += got.size;
  } else {
    ++(got.size == 0 ? all.refused : all.torn);
  }
  if (2 * (all.complete + all.refused + all.torn) >= all.plans.size())
    all.half_way.set();
  place.release();
}

async::task<> cut_clients(load &all) {
  try {
    for (;;)
      all.clients[co_await all.to_cut.get()].cancel();
  } catch (const async::queue_closed &) {
    co_return;
  }
}

/// Ends when all clients have; starts no more once \p stopped.
async::task<> run_clients(load &all, const bool &stopped) {
  auto cutting = async::spawn(cut_clients(all), "cutter");
  co_await async::with_task_group([&](async::task_group &group) -> async::task<> {
    for (const plan &next : all.plans) {
      auto place = co_await all.room.acquire();
      if (stopped)
        co_return;
      all.clients.push_back(group.spawn(run_client(all, next, std::move(place)), "client"));
    }
  });
  all.to_cut.close();
  co_await cutting;
}

async::task<> cancel_and_join(async::task_handle<void> serving) {
  serving.cancel();
  try {
    co_await serving;
  } catch (const async::task_cancelled &) {
    // That is how a server ends.
  }
}

// What is expected.

int failures = 0;

void expect(bool holds, const char *what) {
  if (holds)
    return;
  ++failures;
  std::printf("FAILED: %s\n", what);
}

void show(const char *what, const load &all, const echo::server_tally &server) {
  std::printf("%s: %zu clients: %zu complete, %zu refused; cancelled:", what, all.clients.size(), all.complete,
              all.refused);
  for (std::size_t at = 1; at < names_of_cuts.size(); ++at)
    std::printf(" %zu %s", all.cancelled[at], names_of_cuts[at]);
  std::printf("\n  server: %zu accepted, %zu served, %zu broken; %ju bytes received, %ju echoed\n", server.accepted,
              server.served, server.broken, std::uintmax_t(server.received), std::uintmax_t(server.echoed));
  if (!all.last_error.empty())
    std::printf("  last error of a client: %s\n", all.last_error.c_str());
}

void expect_nothing_lost(const load &all, const echo::server_tally &server) {
  std::size_t cancelled = 0;
  for (const std::size_t count : all.cancelled)
    cancelled += count;
  expect(all.mangled == 0, "a client got what it had not sent");
  expect(all.torn == 0, "a client that was not cancelled got a part of its bytes");
  expect(all.cancelled.front() == 0, "a client was cancelled although it was not meant to be");
  expect(all.complete + all.refused + all.torn + cancelled == all.clients.size(), "a client came to no end");
  expect(server.served + server.broken == server.accepted, "a client was accepted and not served to its end");
  expect(server.served >= all.complete, "fewer clients were served than got everything back");
  expect(server.broken <= cancelled, "a connection broke although its client was not cancelled");
  expect(server.echoed >= all.complete_bytes, "fewer bytes were echoed than clients got");
  expect(server.broken > 0 || server.received == server.echoed, "bytes were not echoed although no connection broke");
  expect(async::all_tasks().size() == 1, "a task is left over");
}

async::task<> clients_are_cancelled(const settings &with) {
  echo::server server;
  auto serving = async::spawn(server.serve(), "server");
  load all(server.local(), make_plans(with, true), with.at_once);
  const bool never = false;
  co_await run_clients(all, never);
  co_await cancel_and_join(std::move(serving));
  show("cancelled clients", all, server.tally());
  expect_nothing_lost(all, server.tally());
  expect(all.clients.size() == all.plans.size(), "not all clients were started");
  expect(all.refused == 0, "a client was refused");
  for (const plan &one : all.plans)
    if (one.at != cut::never && all.cancelled[static_cast<std::size_t>(one.at)] == 0) {
      expect(false, "of all clients that were to be cancelled at one place none was");
      break;
    }
}

async::task<> server_is_cancelled(const settings &with) {
  auto server = std::make_unique<echo::server>();
  auto serving = async::spawn(server->serve(), "server");
  load all(server->local(), make_plans(with, false), with.at_once);
  bool stopped = false;
  auto running = async::spawn(run_clients(all, stopped), "clients");
  co_await all.half_way.wait();
  stopped = true;
  co_await cancel_and_join(std::move(serving));
  const echo::server_tally tally = server->tally();
  server.reset(); // turns those away that wait in the kernel
  co_await running;
  show("server that ends", all, tally);
  expect_nothing_lost(all, tally);
  expect(tally.accepted == all.complete, "a client was accepted and did not get everything back");
}

async::task<> program(settings with) {
  co_await clients_are_cancelled(with);
  co_await server_is_cancelled(with);
}

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

} // namespace

int main(int argc, char **argv) {
  try {
    settings with;
    if (argc > 1)
      with.clients = std::stoul(argv[1]);
    if (argc > 2)
      with.at_once = std::stoul(argv[2]);
    if (argc > 3)
      with.seed = std::stoul(argv[3]);

    std::size_t reports = 0;
    async::set_report_handler([&](const async::report &made) {
      ++reports;
      std::printf("%s\n", to_text(made).c_str());
    });
    const std::size_t open_before = open_descriptors();
    const auto begin = std::chrono::steady_clock::now();
    {
      async::event_loop loop;
      loop.run(program(with));
    }
    expect(reports == 0, "there were reports");
    expect(open_descriptors() == open_before, "a descriptor is left open");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%s after %.1f s\n", failures ? "failed" : "nothing lost", took.count());
    async::set_report_handler({});
  } catch (const std::exception &error) {
    std::printf("FAILED: %s\n", error.what());
    return 1;
  }
  return failures ? 1 : 0;
}
