// RUN: %check_async async-discarded-result,async-unawaited-task,async-unawaited-guard,async-task-in-void-callback %s
//
// The real Boost.Asio: awaitable<T> is awaitable through await_transform only, operations depend on their token.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <tuple>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

awaitable<void> log(const char *what);
awaitable<std::size_t> forward(tcp::socket &from, tcp::socket &to);
awaitable<boost::system::error_code> handshake(tcp::socket &s);

struct session {
  tcp::socket socket;
  asio::steady_timer timer;
  std::array<char, 128> data;

  awaitable<void> echo() {
    log("start");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'log' is discarded, so it never runs [async-discarded-result]
    // CHECK-FIXES: {{^}}    co_await log("start");{{$}}
    timer.expires_after(1s);
    timer.async_wait(use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'async_wait' is discarded, so it never runs
    // CHECK-FIXES: {{^}}    co_await timer.async_wait(use_awaitable);{{$}}
    socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'async_read_some' is discarded, so it never runs
    // CHECK-FIXES: {{^}}    co_await socket.async_read_some(asio::buffer(data), use_awaitable);{{$}}
    (void)log("still never");
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: task returned by 'log' is discarded, so it never runs
    // CHECK-FIXES: {{^}}    (void)co_await log("still never");{{$}}
    co_await handshake(socket);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: error that this 'co_await' returns is discarded, so a failure goes unnoticed
    // CHECK-FIXES: {{^}}    co_await handshake(socket);{{$}}
    auto written = asio::async_write(socket, asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 'written' is never awaited, so it never runs [async-unawaited-task]
    // CHECK-FIXES: {{^}}    auto written = asio::async_write(socket, asio::buffer(data), use_awaitable);{{$}}
    auto maybe = log("maybe");
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: task 'maybe' is not awaited on some path, so it never runs there
    if (socket.is_open())
      co_await std::move(maybe);
  }

  awaitable<void> good() {
    co_await log("start");
    co_await timer.async_wait(use_awaitable);
    co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
    boost::system::error_code error;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
    auto executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, log("spawned"), asio::detached);
    asio::co_spawn(executor, [this]() -> awaitable<void> { co_await echo(); }, asio::detached);
    co_await asio::co_spawn(executor, log("waited for"), use_awaitable);
    auto written = asio::async_write(socket, asio::buffer(data), use_awaitable);
    co_await std::move(written);
    auto future = asio::co_spawn(executor, log("future"), asio::use_future);
    future.get();
    timer.async_wait([](boost::system::error_code) {});
    timer.async_wait(asio::detached);
    timer.cancel();
    socket.close();
    if (const auto failed = co_await handshake(socket))
      co_return;
  }
};

void callbacks(asio::io_context &context, asio::steady_timer &timer) {
  asio::post(context, [] { return log("posted"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: task returned by this lambda is ignored by 'post', so it never runs [async-task-in-void-callback]
  asio::post(context, []() -> awaitable<void> { co_await log("posted"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: task returned by this lambda is ignored by 'post', so it never runs
  timer.async_wait([](boost::system::error_code) -> awaitable<void> { co_await log("over"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'async_wait', so it never runs
  std::function<void()> later = [] { return log("later"); };
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs
  asio::co_spawn(context, log("done"), [](std::exception_ptr) {});
  asio::post(context, [] {});
  log("outside");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'log' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  log("outside");{{$}}
}

// Durations and the library's own helper types are no work.
awaitable<void> values(asio::steady_timer &timer) {
  timer.expiry();
  std::chrono::milliseconds(1);
  timer.get_executor();
  asio::buffer("text");
  co_await asio::this_coro::executor;
}

template <class Socket> awaitable<void> generic(Socket &s) {
  s.async_wait(Socket::wait_read, use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'async_wait' is discarded, so it never runs
  log("generic");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'log' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await log("generic");{{$}}
  co_return;
}
void instantiate(asio::io_context &context, tcp::socket &s) {
  asio::co_spawn(context, generic(s), asio::detached);
}
