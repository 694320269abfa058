// What a round trip costs: the reference runtime's event_loop against Boost.Asio's awaitable, each with the same
// coroutines, both ends of all connections in one thread. Prints a Markdown table. The figures are of this machine; the
// ratios are what matters.
//
//     async-runtime-echo [ROUNDS]

#include <async/event_loop.hpp>
#include <async/spawn.hpp>
#include <async/stream.hpp>
#include <async/tcp.hpp>

#include <boost/asio.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <span>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct workload {
  std::size_t connections;
  std::size_t size;  ///< bytes of a message
  std::size_t trips; ///< there and back, for each connection
};

/// Microseconds for one round trip.
struct cost {
  double wall;
  double processor; ///< of this thread, in user and kernel mode
};

class stopwatch {
public:
  cost per_trip(const workload &of) const {
    const double trips = static_cast<double>(of.connections * of.trips);
    return {(seconds(CLOCK_MONOTONIC) - wall_) * 1e6 / trips,
            (seconds(CLOCK_THREAD_CPUTIME_ID) - processor_) * 1e6 / trips};
  }

private:
  static double seconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }

  double wall_ = seconds(CLOCK_MONOTONIC);
  double processor_ = seconds(CLOCK_THREAD_CPUTIME_ID);
};

/// The connections are there before the clock starts.
namespace reference {

async::task<> serve(async::stream &client, const workload &of) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await client.read(message);
    co_await client.write(message);
  }
}

async::task<> ask(async::stream &server, const workload &of) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await server.write(message);
    co_await server.read(message);
  }
}

async::task<cost> program(const workload &of) {
  async::tcp_listener listener;
  std::vector<async::stream> clients;
  std::vector<async::stream> servers;
  for (std::size_t i = 0; i < of.connections; ++i) {
    clients.push_back(co_await async::connect(listener.local()));
    servers.push_back(co_await listener.accept());
  }
  const stopwatch begun;
  std::vector<async::task_handle<void>> tasks;
  for (std::size_t i = 0; i < of.connections; ++i) {
    tasks.push_back(async::spawn(serve(servers[i], of)));
    tasks.push_back(async::spawn(ask(clients[i], of)));
  }
  for (auto &one : tasks)
    co_await one;
  co_return begun.per_trip(of);
}

cost run(const workload &of) {
  async::event_loop loop;
  return loop.run(program(of));
}

} // namespace reference

namespace boost_asio {

asio::awaitable<void> serve(tcp::socket &client, const workload &of) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await asio::async_read(client, asio::buffer(message), asio::use_awaitable);
    co_await asio::async_write(client, asio::buffer(message), asio::use_awaitable);
  }
}

asio::awaitable<void> ask(tcp::socket &server, const workload &of) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await asio::async_write(server, asio::buffer(message), asio::use_awaitable);
    co_await asio::async_read(server, asio::buffer(message), asio::use_awaitable);
  }
}

void rethrow(std::exception_ptr error) {
  if (error)
    std::rethrow_exception(error);
}

cost run(const workload &of) {
  asio::io_context context(1);
  tcp::acceptor listener(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  std::vector<tcp::socket> clients;
  std::vector<tcp::socket> servers;
  for (std::size_t i = 0; i < of.connections; ++i) {
    clients.emplace_back(context).connect(listener.local_endpoint());
    servers.push_back(listener.accept());
    clients.back().set_option(tcp::no_delay(true));
    servers.back().set_option(tcp::no_delay(true));
  }
  const stopwatch begun;
  for (std::size_t i = 0; i < of.connections; ++i) {
    asio::co_spawn(context, serve(servers[i], of), rethrow);
    asio::co_spawn(context, ask(clients[i], of), rethrow);
  }
  context.run();
  return begun.per_trip(of);
}

} // namespace boost_asio

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// The two take turns, so that what else the machine does hits both; each turn gives one ratio.
void compare(const workload &of, int rounds) {
  std::vector<double> reference_wall, reference_processor, asio_wall, asio_processor, wall_ratio, processor_ratio;
  for (int round = 0; round < rounds; ++round) {
    cost reference{};
    cost asio{};
    if (round % 2 == 0) {
      reference = reference::run(of);
      asio = boost_asio::run(of);
    } else {
      asio = boost_asio::run(of);
      reference = reference::run(of);
    }
    reference_wall.push_back(reference.wall);
    reference_processor.push_back(reference.processor);
    asio_wall.push_back(asio.wall);
    asio_processor.push_back(asio.processor);
    wall_ratio.push_back(reference.wall / asio.wall);
    processor_ratio.push_back(reference.processor / asio.processor);
  }
  std::printf("| %zu | %zu | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", of.connections, of.size, median(asio_wall),
              median(reference_wall), median(wall_ratio), median(asio_processor), median(reference_processor),
              median(processor_ratio));
  std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 11;
  std::printf("Echo over loopback, microseconds for a round trip, medians of %d rounds; ratio: reference by asio\n\n",
              rounds);
  std::printf("| connections | bytes | asio | reference | ratio | asio, processor | reference, processor | ratio |\n");
  std::printf("|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const workload &one :
       {workload{1, 64, 10'000}, workload{100, 64, 200}, workload{100, 16'384, 100}, workload{1'000, 64, 20}})
    compare(one, rounds);
}
