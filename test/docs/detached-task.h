#pragma once

#include "task.h"

// `detached` stands in for that of a library that the models know: asio.yaml.
namespace boost::asio {
struct detached_t {};
inline constexpr detached_t detached;
} // namespace boost::asio

using boost::asio::detached;

struct executor {};
template <class Token> void spawn(executor, task<>, Token &&) {}
void log(const char *);

struct server {
  executor executor_;
  task<> accept();
  task<> listen();
  task<> serve();
  void start();
};
