#pragma once

#include "background.h"

namespace boost::asio {
struct basic_waitable_timer {
  template <class Handler> void async_wait(Handler &&) {}
};
using steady_timer = basic_waitable_timer;
struct io_context {
  void run();
};
} // namespace boost::asio

namespace folly {
template <class T> struct Future {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
  template <class F> Future thenValue(F &&) && { return {}; }
};
} // namespace folly
folly::Future<int> connect();
std::string url();

struct client {
  void start(boost::asio::steady_timer &timer);
  void view(boost::asio::steady_timer &timer);
  folly::Future<int> returned();
  void of_caller(boost::asio::steady_timer &timer, int &ticks);
  task<> awaited();
  void run_to_the_end();
};

struct session : std::enable_shared_from_this<session> {
  void start();
  boost::asio::steady_timer timer_;
  int received_ = 0;
};
