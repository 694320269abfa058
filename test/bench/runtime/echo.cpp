// What a round trip costs: the reference runtime's event_loop against Boost.Asio's awaitable and against a hand-written
// loop that can do nothing else, each with the same coroutines, both ends of all connections in one thread. Prints a
// Markdown table. The figures are of this machine; the ratios are what matters.
//
//     async-runtime-echo [ROUNDS]

#include "bare.hpp"

#include <async/event_loop.hpp>
#include <async/spawn.hpp>
#include <async/stream.hpp>
#include <async/tcp.hpp>

#include <boost/asio.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <exception>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <span>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
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

namespace by_hand {

/// A socket, and the coroutine that waits until something can be done with it.
struct connection {
  connection(int epoll, int number) : number(number) {
    const int on = 1;
    ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(number, F_SETFL, O_NONBLOCK);
    epoll_event any{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.ptr = this}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, number, &any);
  }
  connection(const connection &) = delete;
  connection &operator=(const connection &) = delete;
  ~connection() { ::close(number); }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) noexcept { waits = caller; }
  void await_resume() const noexcept {}

  int number;
  std::coroutine_handle<> waits{};
};

/// Repeats \p call, which moves a part of \p message, until all of it has moved.
template <class Call> bare::task move_all(connection &socket, std::span<std::byte> message, Call call) {
  while (!message.empty()) {
    const ssize_t moved = call(socket.number, message.data(), message.size());
    if (moved > 0)
      message = message.subspan(static_cast<std::size_t>(moved));
    else if (moved < 0 && errno == EAGAIN)
      co_await socket;
    else
      std::terminate();
  }
}

bare::task read(connection &from, std::span<std::byte> message) {
  return move_all(from, message, [](int number, std::byte *to, std::size_t size) { return ::read(number, to, size); });
}

bare::task write(connection &to, std::span<std::byte> message) {
  return move_all(to, message, [](int number, std::byte *from, std::size_t size) {
    return ::send(number, from, size, MSG_NOSIGNAL);
  });
}

bare::task serve(connection &client, const workload &of, std::size_t &left) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await read(client, message);
    co_await write(client, message);
  }
  --left;
}

bare::task ask(connection &server, const workload &of, std::size_t &left) {
  std::vector<std::byte> message(of.size);
  for (std::size_t trip = 0; trip < of.trips; ++trip) {
    co_await write(server, message);
    co_await read(server, message);
  }
  --left;
}

/// Runs what is ready until nothing is left, and waits for sockets when nothing is.
void run_until_none(std::size_t &left, int epoll) {
  std::array<epoll_event, 64> happened;
  while (left > 0) {
    while (!bare::ready.empty()) {
      const std::coroutine_handle<> next = bare::ready.front();
      bare::ready.pop_front();
      next.resume();
    }
    if (left == 0)
      return;
    const int count = ::epoll_wait(epoll, happened.data(), static_cast<int>(happened.size()), -1);
    for (int at = 0; at < count; ++at) {
      auto &socket = *static_cast<connection *>(happened[static_cast<std::size_t>(at)].data.ptr);
      if (const std::coroutine_handle<> waits = std::exchange(socket.waits, {}))
        bare::ready.push_back(waits);
    }
  }
}

cost run(const workload &of) {
  const int epoll = ::epoll_create1(0);
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto *const address = reinterpret_cast<sockaddr *>(&at);
  if (::bind(listener, address, size) != 0 || ::listen(listener, 4096) != 0 ||
      ::getsockname(listener, address, &size) != 0)
    std::terminate();
  std::deque<connection> clients;
  std::deque<connection> servers;
  for (std::size_t i = 0; i < of.connections; ++i) {
    const int number = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(number, address, size) != 0)
      std::terminate();
    clients.emplace_back(epoll, number);
    servers.emplace_back(epoll, ::accept(listener, nullptr, nullptr));
  }
  const stopwatch begun;
  std::size_t left = 2 * of.connections;
  std::deque<bare::spawned> tasks;
  for (std::size_t i = 0; i < of.connections; ++i) {
    tasks.emplace_back(serve(servers[i], of, left));
    tasks.emplace_back(ask(clients[i], of, left));
  }
  run_until_none(left, epoll);
  const cost taken = begun.per_trip(of);
  ::close(listener);
  ::close(epoll);
  return taken;
}

} // namespace by_hand

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

/// What the rounds of one runtime took.
struct costs {
  std::vector<double> wall;
  std::vector<double> processor;

  void add(const cost &one) {
    wall.push_back(one.wall);
    processor.push_back(one.processor);
  }
};

/// The median of the ratios of each round.
double ratio(const std::vector<double> &of, const std::vector<double> &by) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < of.size(); ++round)
    ratios.push_back(of[round] / by[round]);
  return median(std::move(ratios));
}

/// The three take turns, each time in another order, so that what else the machine does hits all; each turn gives one
/// ratio.
void compare(const workload &of, int rounds) {
  constexpr std::array runtimes{by_hand::run, boost_asio::run, reference::run};
  std::array<costs, runtimes.size()> taken;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < runtimes.size(); ++i) {
      const std::size_t next = (static_cast<std::size_t>(round) + i) % runtimes.size();
      taken[next].add(runtimes[next](of));
    }
  const auto &[hand, asio, reference] = taken;
  std::printf("| %zu | %zu | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", of.connections, of.size,
              median(hand.wall), median(asio.wall), median(reference.wall), ratio(reference.wall, hand.wall),
              ratio(reference.wall, asio.wall), ratio(reference.processor, hand.processor),
              ratio(reference.processor, asio.processor));
  std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 12;
  std::printf("Echo over loopback, microseconds for a round trip, medians of %d rounds; ratios of the reference\n\n",
              rounds);
  std::printf("| connections | bytes | by hand | asio | reference | to by hand | to asio | processor, to by hand | "
              "processor, to asio |\n");
  std::printf("|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const workload &one :
       {workload{1, 64, 10'000}, workload{100, 64, 200}, workload{100, 16'384, 100}, workload{1'000, 64, 20}})
    compare(one, rounds);
}
