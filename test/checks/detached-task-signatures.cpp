// RUN: %check_async async-detached-task %s
//
// Which awaits of Asio's operations can throw: those whose completion signature begins with an error.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/result.hpp>

namespace asio = boost::asio;

template <class Signature> auto operation() {
  return asio::async_initiate<const asio::deferred_t &, Signature>([](auto) {}, asio::deferred);
}
asio::awaitable<void> ask(boost::system::result<int> &answer);
asio::awaitable<void> ask_for_code(boost::system::error_code &error);

asio::awaitable<void> asks_a_bool() { co_await operation<void(bool)>(); }
asio::awaitable<void> asks_nothing() { co_await operation<void()>(); }
asio::awaitable<void> asks_code() { co_await operation<void(boost::system::error_code, int)>(); }
asio::awaitable<void> asks_exception() { co_await operation<void(std::exception_ptr)>(); }
asio::awaitable<void> takes_a_result() {
  boost::system::result<int> answer(1);
  co_await ask(answer);
}
asio::awaitable<void> takes_a_code() {
  boost::system::error_code error;
  co_await ask_for_code(error);
}

void start(asio::io_context &context) {
  asio::co_spawn(context, asks_a_bool(), asio::detached);
  asio::co_spawn(context, asks_nothing(), asio::detached);
  asio::co_spawn(context, asks_code(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine of 'asks_code' is detached, so an exception ends it silently and the rest of the program goes on
  asio::co_spawn(context, asks_exception(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine of 'asks_exception' is detached
  asio::co_spawn(context, takes_a_result(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine of 'takes_a_result' is detached
  asio::co_spawn(context, takes_a_code(), asio::detached);
}
