// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s
// The real Boost.Asio: co_spawn keeps what it is given, handlers are called when the operation has completed.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

void log(const std::string &);
std::string name();

awaitable<void> reads(const std::string &text) {
  log(text);
  co_return;
}
awaitable<void> takes(std::string text) {
  log(text);
  co_return;
}
awaitable<void> echo(tcp::socket &socket) {
  std::array<char, 16> data;
  co_await asio::async_write(socket, asio::buffer(data), asio::use_awaitable);
}
awaitable<void> echo_owned(tcp::socket socket) { co_await echo(socket); }

// co_spawn
void temporary(asio::io_context &io) {
  asio::co_spawn(io, reads(name()), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: temporary that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  asio::co_spawn(io, takes(name()), asio::detached);
}
void local(asio::io_context &io) {
  std::string text = name();
  asio::co_spawn(io, reads(text), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
awaitable<void> accepts(tcp::acceptor &acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), echo(socket), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'socket' that parameter 'socket' of 'echo' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  }
}
awaitable<void> accepts_moved(tcp::acceptor &acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), echo_owned(std::move(socket)), asio::detached);
  }
}
void run_to_the_end() {
  asio::io_context io;
  std::string text = name();
  asio::co_spawn(io, reads(text), asio::detached);
  io.run();
}
awaitable<void> awaited(asio::io_context &io) {
  std::string text = name();
  co_await asio::co_spawn(io, reads(text), asio::use_awaitable);
}
void future_waited_for(asio::io_context &io) {
  std::string text = name();
  asio::co_spawn(io, reads(text), asio::use_future).get();
  auto done = asio::co_spawn(io, reads(text), asio::use_future);
  done.get();
}

// The function object that co_spawn is given lives as long as the coroutine, what it refers to may not.
void closure_kept(asio::io_context &io, int x) {
  asio::co_spawn(
      io, [x]() -> awaitable<void> { log(std::to_string(x)); co_return; }, asio::detached);
}
void closure_not_kept(asio::io_context &io, int x) {
  asio::co_spawn(io, [x]() -> awaitable<void> { log(std::to_string(x)); co_return; }(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
}
void closure_refers(asio::io_context &io, int x) {
  asio::co_spawn(io, [&]() -> awaitable<void> { log(std::to_string(x)); co_return; }, asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'x' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
}

// Handlers
void handler(asio::steady_timer &timer) {
  int ticks = 0;
  timer.async_wait([&](boost::system::error_code) { ++ticks; });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'ticks' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  timer.async_wait([ticks](boost::system::error_code) mutable { ++ticks; });
}
void handler_run(asio::io_context &io) {
  int ticks = 0;
  asio::steady_timer timer(io);
  timer.async_wait([&](boost::system::error_code) { ++ticks; });
  io.run();
}
void posted(asio::io_context &io, std::string text) {
  asio::post(io, [&text] { log(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  asio::post(io, [text] { log(text); });
}
struct session : std::enable_shared_from_this<session> {
  tcp::socket socket;
  std::array<char, 16> data;
  void write() {
    asio::async_write(socket, asio::buffer(data), [this](boost::system::error_code, std::size_t) { write(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'this' does not keep its object alive, so the object may be destroyed before the callable is called [async-continuation-capture]
  }
  void write_held() {
    asio::async_write(socket, asio::buffer(data),
                      [this, self = shared_from_this()](boost::system::error_code, std::size_t) { write_held(); });
  }
  awaitable<void> run() { co_await echo(socket); }
  awaitable<void> run_held() {
    auto self = shared_from_this();
    co_await echo(socket);
  }
  void start() {
    asio::co_spawn(socket.get_executor(), run(), asio::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    asio::co_spawn(socket.get_executor(), [self = shared_from_this()] { return self->run(); }, asio::detached);
  }
};

// Returned operations.
awaitable<void> returned_view(std::string text) {
  return reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-escaping-local]
}
awaitable<void> passed_on(const std::string &text) { return reads(text); }
