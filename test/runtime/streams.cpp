// Streams over TCP and pipes, in real time on an event_loop. Everything is driven by what arrives.

#include "support.hpp"

#include <async/event.hpp>
#include <async/event_loop.hpp>
#include <async/inspect.hpp>
#include <async/sleep.hpp>
#include <async/spawn.hpp>
#include <async/stream.hpp>
#include <async/tcp.hpp>
#include <async/timeout.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

using namespace runtime_test;
using namespace std::chrono_literals;

namespace {

/// Runs what \p make gives on an event loop; no report may come of it.
template <class Make> void run_outside(Make make) {
  async::report_capture capture;
  async::event_loop loop;
  loop.run(make());
  EXPECT_EQ(kinds_of(capture.reports()), kinds());
}

async::task<std::string> read_some(async::stream &from) {
  std::array<char, 64> buffer;
  const std::size_t size = co_await from.read_some(std::as_writable_bytes(std::span(buffer)));
  co_return std::string(buffer.data(), size);
}

async::task<std::string> read_to_end(async::stream &from) {
  std::string all;
  for (;;) {
    const std::string some = co_await read_some(from);
    if (some.empty())
      co_return all;
    all += some;
  }
}

async::task<> write_and_close(async::stream to, std::string text) { co_await to.write(text); }

async::task<int> error_of(async::task<> failing) {
  try {
    co_await failing;
  } catch (const std::system_error &error) {
    co_return error.code().value();
  }
  co_return 0;
}

TEST(streams, pipe_carries_bytes_and_ends) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe("bytes");
    auto writing = async::spawn(write_and_close(std::move(writer), "hello"));
    EXPECT_EQ(co_await read_to_end(reader), "hello");
    co_await writing;
    EXPECT_EQ(co_await read_some(reader), ""); // stays at its end
  });
}

TEST(streams, write_waits_for_room_and_read_for_the_whole) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    const std::string much(1'000'000, 'x'); // more than a pipe holds
    auto writing = async::spawn(write_and_close(std::move(writer), much));
    std::string got(much.size(), ' ');
    EXPECT_EQ(co_await reader.read(std::as_writable_bytes(std::span(got))), got.size());
    EXPECT_EQ(got, much);
    co_await writing;
  });
}

TEST(streams, read_of_the_whole_gives_less_at_the_end) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    auto writing = async::spawn(write_and_close(std::move(writer), "abc"));
    std::array<std::byte, 8> room;
    EXPECT_EQ(co_await reader.read(room), 3u);
    co_await writing;
  });
}

TEST(streams, writing_where_nobody_reads_is_an_error_and_no_signal) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    reader.close();
    EXPECT_EQ(co_await error_of([](async::stream &to) -> async::task<> { co_await to.write("x"); }(writer)), EPIPE);
    sigset_t pending;
    sigpending(&pending);
    EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
  });
}

TEST(streams, readers_are_served_in_order) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    events log;
    auto note = [](async::stream &from, events &log, std::string name) -> async::task<> {
      char one;
      co_await from.read(std::as_writable_bytes(std::span(&one, 1)));
      log.push_back(name + one);
    };
    auto first = async::spawn(note(reader, log, "first "));
    auto second = async::spawn(note(reader, log, "second "));
    co_await async::yield();
    co_await writer.write("ab");
    co_await first;
    co_await second;
    EXPECT_EQ(log, (events{"first a", "second b"}));
  });
}

TEST(streams, cancelled_read_takes_nothing) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    auto cancelled = async::spawn(read_some(reader));
    auto next = async::spawn(read_some(reader));
    co_await async::yield();
    cancelled.cancel();
    co_await cancelled.ended();
    EXPECT_THROW(co_await cancelled, async::task_cancelled);
    co_await writer.write("all of it");
    EXPECT_EQ(co_await next, "all of it");
  });
}

TEST(streams, read_of_the_whole_that_is_cancelled_leaves_its_part_to_the_next) {
  run_outside([]() -> async::task<> {
    const auto read = [](async::stream &from, std::size_t size) -> async::task<std::string> {
      std::string text(size, '?');
      text.resize(co_await from.read(std::as_writable_bytes(std::span(text))));
      co_return text;
    };
    auto [reader, writer] = async::make_pipe();
    co_await writer.write("abcdef");
    auto first = async::spawn(read(reader, 100), "first");
    auto second = async::spawn(read(reader, 2), "second");
    co_await async::yield();
    first.cancel();
    EXPECT_EQ(co_await second, "ab"); // although nothing more was written
    auto third = async::spawn(read(reader, 100), "third");
    co_await async::yield();
    third.cancel();
    EXPECT_EQ(co_await read_some(reader), "cdef");
    co_await writer.write("g");
    EXPECT_EQ(co_await read_some(reader), "g");
  });
}

TEST(streams, deadline_by_a_timer_that_cancels) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe(); // to which nobody writes
    auto reading = async::spawn(read_some(reader));
    co_await async::sleep_for(1ms);
    reading.cancel();
    EXPECT_THROW(co_await reading, async::task_cancelled);
  });
}

TEST(streams, deadlines_end_reads_writes_and_accepts) {
  run_outside([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe(); // to which nobody writes
    EXPECT_THROW(co_await async::with_timeout(1ms, read_some(reader)), async::timed_out);
    const auto fill = [](async::stream &to) -> async::task<> { co_await to.write(std::string(1 << 20, 'x')); };
    EXPECT_THROW(co_await async::with_timeout(1ms, fill(writer)), async::timed_out); // nor is anybody reading
    async::tcp_listener listener;
    const auto accept = [](async::tcp_listener &from) -> async::task<async::stream> {
      co_return co_await from.accept();
    };
    EXPECT_THROW(co_await async::with_timeout(1ms, accept(listener)), async::timed_out); // nor connecting
    // What comes in time is not disturbed, and what was timed out is as it was.
    auto calling = async::spawn([](async::endpoint to) -> async::task<> {
      async::stream server = co_await async::connect(to);
      co_await server.write("in time");
    }(listener.local()));
    async::stream client = co_await async::with_timeout(1h, accept(listener));
    EXPECT_EQ(co_await async::with_timeout(1h, read_to_end(client)), "in time");
    co_await calling;
  });
}

TEST(streams, deadlock_is_found_when_the_stream_that_a_task_waits_for_is_gone) {
  async::report_capture capture;
  async::event_loop loop;
  EXPECT_THROW(loop.run([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe("news");
    auto reading = async::spawn(read_some(reader), "reader");
    co_await async::yield();
    reader.close();
    co_await reading;
  }()),
               async::deadlock_error);
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"never-completed"});
}

TEST(streams, other_loop_cannot_wait_for_them) {
  async::event_loop home;
  async::event_loop away;
  async::pipe_ends ends;
  std::optional<async::tcp_listener> listener;
  home.run([&]() -> async::task<> {
    ends = async::make_pipe();
    listener.emplace();
    co_return;
  }());
  const auto expect_refused = [](auto use) {
    try {
      use();
      ADD_FAILURE() << "was not refused";
    } catch (const async::usage_error &error) {
      EXPECT_NE(std::string(error.what()).find("another event_loop"), std::string::npos) << error.what();
    }
  };
  away.run([&]() -> async::task<> {
    std::array<std::byte, 1> one;
    expect_refused([&] { static_cast<void>(ends.reader.read_some(one)); });
    expect_refused([&] { static_cast<void>(ends.reader.read(one)); });
    expect_refused([&] { static_cast<void>(ends.writer.write("x")); });
    expect_refused([&] { static_cast<void>(listener->accept()); });
    EXPECT_GT(listener->local().port, 0); // which waits for nothing
    co_return;
  }());
  EXPECT_THROW(static_cast<void>(ends.writer.write("x")), async::usage_error); // and outside of all loops
  home.run([&]() -> async::task<> {
    co_await ends.writer.write("still at home");
    EXPECT_EQ(co_await read_some(ends.reader), "still at home");
  }());
}

TEST(tcp, listener_that_was_moved_from_is_refused) {
  run_outside([]() -> async::task<> {
    async::tcp_listener first;
    const async::tcp_listener second = std::move(first);
    EXPECT_THROW(static_cast<void>(first.accept()), async::usage_error);
    EXPECT_THROW(static_cast<void>(first.local()), async::usage_error);
    EXPECT_GT(second.local().port, 0);
    co_return;
  });
}

TEST(tcp, connect_happens_once) {
  run_outside([]() -> async::task<> {
    async::tcp_listener listener;
    auto connecting = async::connect(listener.local());
    const async::stream server = co_await connecting;
    EXPECT_THROW(co_await connecting, async::usage_error);
  });
}

TEST(streams, closing_under_a_reader_is_reported) {
  async::report_capture capture;
  async::event_loop loop;
  loop.run([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe("news");
    auto reading = async::spawn(read_some(reader), "reader");
    co_await async::yield();
    reader.close();
    co_await async::yield();
    reading.cancel();
    co_await reading.ended();
  }());
  ASSERT_EQ(kinds_of(capture.reports()), kinds{"never-completed"});
  EXPECT_EQ(capture.reports()[0].message, "task 'reader' waits for stream 'news', which was destroyed");
  expect_places(capture.reports());
}

TEST(streams, unawaited_read_is_reported) {
  async::report_capture capture;
  async::event_loop loop;
  loop.run([]() -> async::task<> {
    auto [reader, writer] = async::make_pipe();
    std::array<std::byte, 1> room;
    static_cast<void>(reader.read(room));
    co_return;
  }());
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"never-awaited"});
  expect_places(capture.reports());
}

TEST(streams, need_an_event_loop_and_must_be_open) {
  run_virtually([]() -> async::task<> {
    EXPECT_THROW(async::make_pipe(), async::usage_error);
    EXPECT_THROW(async::tcp_listener(), async::usage_error);
    co_return;
  }());
  run_outside([]() -> async::task<> {
    async::stream closed;
    std::array<std::byte, 1> room;
    EXPECT_THROW(static_cast<void>(closed.read(room)), async::usage_error);
    EXPECT_THROW(static_cast<void>(async::connect({"example", 1})), async::usage_error);
    co_return;
  });
}

TEST(streams, regular_file_cannot_be_watched_and_is_closed) {
  run_outside([]() -> async::task<> {
    const int number = ::open("/proc/self/exe", O_RDONLY);
    EXPECT_THROW(async::stream{number}, std::system_error);
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
    co_return;
  });
}

async::task<> echo(async::stream client) {
  std::array<std::byte, 64> buffer;
  while (const std::size_t size = co_await client.read_some(buffer))
    co_await client.write(std::span(buffer).first(size));
}

TEST(tcp, client_and_server_in_one_loop) {
  run_outside([]() -> async::task<> {
    async::tcp_listener listener;
    EXPECT_GT(listener.local().port, 0);
    auto serve = [](async::tcp_listener &at) -> async::task<> { co_await echo(co_await at.accept()); };
    auto server = async::spawn(serve(listener), "server");
    async::stream client = co_await async::connect(listener.local());
    co_await client.write("over ");
    co_await client.write("TCP");
    client.close_writing();
    EXPECT_EQ(co_await read_to_end(client), "over TCP");
    co_await server;
  });
}

TEST(tcp, many_clients_at_once) {
  run_outside([]() -> async::task<> {
    constexpr int count = 200;
    async::tcp_listener listener({"::1", 0});
    auto serve = [](async::tcp_listener &at) -> async::task<> {
      std::vector<async::task_handle<void>> clients;
      for (int at_work = 0; at_work < count; ++at_work)
        clients.push_back(async::spawn(echo(co_await at.accept())));
      for (auto &client : clients)
        co_await client;
    };
    auto ask = [](async::endpoint of, std::string text) -> async::task<> {
      async::stream server = co_await async::connect(of);
      co_await server.write(text);
      server.close_writing();
      EXPECT_EQ(co_await read_to_end(server), text);
    };
    auto server = async::spawn(serve(listener), "server");
    std::vector<async::task_handle<void>> clients;
    for (int at = 0; at < count; ++at)
      clients.push_back(async::spawn(ask(listener.local(), std::to_string(at))));
    for (auto &client : clients)
      co_await client;
    co_await server;
  });
}

TEST(tcp, connecting_where_nobody_listens_fails) {
  run_outside([]() -> async::task<> {
    async::endpoint free;
    {
      async::tcp_listener listener;
      free = listener.local();
    }
    auto attempt = [](async::endpoint to) -> async::task<> { co_await async::connect(to); };
    EXPECT_EQ(co_await error_of(attempt(free)), ECONNREFUSED);
  });
}

TEST(tcp, cancelled_accept_leaves_the_connection_to_the_next) {
  run_outside([]() -> async::task<> {
    async::tcp_listener listener;
    auto accept = [](async::tcp_listener &at) -> async::task<std::string> {
      async::stream client = co_await at.accept();
      co_return co_await read_to_end(client);
    };
    auto first = async::spawn(accept(listener));
    auto second = async::spawn(accept(listener));
    co_await async::yield();
    first.cancel();
    co_await first.ended();
    EXPECT_THROW(co_await first, async::task_cancelled);
    async::stream client = co_await async::connect(listener.local());
    co_await client.write("kept");
    client.close();
    EXPECT_EQ(co_await second, "kept");
  });
}

TEST(tcp, connection_accepted_for_a_task_that_is_destroyed_is_closed) {
  async::report_capture capture;
  async::event_loop loop;
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto program = [](async::event_loop &loop, int client) -> async::task<> {
    async::tcp_listener listener;
    auto accept = [](async::tcp_listener &at) -> async::task<> { co_await at.accept(); };
    auto acceptor = async::spawn(accept(listener), "acceptor");
    co_await async::yield();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(listener.local().port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(client, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    loop.descriptors()->wait(async::duration::zero()); // hands the connection to the acceptor, which never runs again
    EXPECT_EQ(async::all_tasks().back().state, "ready");
  };
  loop.run(program(loop, client), {.grace = {}});
  char end;
  EXPECT_EQ(::read(client, &end, 1), 0);
  ::close(client);
  EXPECT_EQ(kinds_of(capture.reports()), kinds{"pending-at-shutdown"});
}

} // namespace
