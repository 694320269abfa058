#include "echo-server.hpp"

#include <async/shield.hpp>
#include <async/task_group.hpp>
#include <async/timeout.hpp>

#include <array>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace echo {

namespace {

constexpr std::size_t buffer_size = 16 * 1024;

/// Sends back what came next. False at the end of what the client sends.
async::task<bool> echo_some(async::stream &client, std::span<std::byte> buffer, server_tally &tally) {
  const std::size_t size = co_await client.read_some(buffer);
  tally.received += size;
  co_await client.write(buffer.first(size));
  tally.echoed += size;
  co_return size > 0;
}

} // namespace

server::server(server_options options) : options_(std::move(options)), listener_(options_.at, 4096, "echo") {}

async::task<> server::serve() {
  co_await async::with_task_group([this](async::task_group &pool) -> async::task<> {
    for (std::size_t number = 1; number <= options_.workers; ++number)
      pool.spawn(work(), "worker " + std::to_string(number));
    co_return;
  });
}

async::task<> server::work() {
  // A worker is cancelled where it waits for a client, never while it has one.
  for (;;) {
    async::stream client = co_await listener_.accept();
    co_await async::shield(serve_one(std::move(client)));
  }
}

async::task<> server::serve_one(async::stream client) {
  std::array<std::byte, buffer_size> buffer;
  ++tally_.accepted;
  try {
    while (co_await async::with_timeout(options_.patience, echo_some(client, buffer, tally_))) {
    }
    ++tally_.served;
  } catch (const async::timed_out &) {
    ++tally_.given_up;
  } catch (const std::system_error &) {
    ++tally_.broken;
  }
}

} // namespace echo
