#pragma once

#include <async/stream.hpp>
#include <async/task.hpp>
#include <async/tcp.hpp>
#include <async/timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace echo {

struct server_options {
  async::endpoint at{};
  std::size_t workers = 64; ///< connections that are served at the same time
  /// How long a client may neither send nor take what was sent to it.
  async::duration patience = std::chrono::seconds(30);
};

/// What a server has done so far. Sizes are in bytes.
struct server_tally {
  std::size_t accepted = 0;
  std::size_t served = 0;   ///< of them, until the client had everything back
  std::size_t broken = 0;   ///< of them, by the client before it had everything back
  std::size_t given_up = 0; ///< of them, by the server, out of patience
  std::uint64_t received = 0;
  std::uint64_t echoed = 0; ///< less than `received` only when connections were broken or given up
};

/// Sends back to every client what it says. Belongs to the event_loop in which it is made.
///
/// A fixed number of workers accept and serve one connection after another. So the number of descriptors and the memory
/// are bounded, and clients for which no server task is free wait in the kernel.
class server {
public:
  /// Listens from now on. \throws std::system_error
  explicit server(server_options options = {});

  async::endpoint local() const { return listener_.local(); }

  /// Serves until it is cancelled, and then no new clients: those that were accepted are served to their end.
  async::task<> serve();

  const server_tally &tally() const noexcept { return tally_; }

private:
  async::task<> work();
  async::task<> serve_one(async::stream client);

  server_options options_;
  async::tcp_listener listener_;
  server_tally tally_;
};

} // namespace echo
