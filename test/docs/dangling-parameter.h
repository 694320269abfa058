#pragma once

#include "background.h"

#include <chrono>
#include <thread>
#include <functional>

struct addresses {
  std::string_view host, path;
};
struct event {
  task<> wait();
  void set();
};

std::string url();
task<> fetch(const std::string &url);
inline task<> fetch_view(std::string_view url) {
  co_await tick();
  show(std::string(url));
}
inline task<> fetch_both(addresses parts) {
  co_await tick();
  show(std::string(parts.host) + std::string(parts.path));
}
inline task<> fetch_copy(std::string url) {
  co_await tick();
  show(url);
}
inline task<> logged_fetch(const std::string &url) {
  show(url);
  return fetch(url);
}
inline task<> fetch_and_signal(const std::string &url, event &done) {
  co_await fetch(url);
  done.set();
}
inline task<> never_reads(const std::string &) { co_await tick(); }
inline started greets_first(const std::string &name) {
  show(name);
  co_await tick();
}

struct client {
  task<> later();
  task<> views();
  void start();
  void start_and_sleep();
  task<> all(std::vector<int> pages);
  task<> at_once();
  void in_main();
  task<> long_enough(const std::string &given);
  task<> early();
  task<> waits(event &done);
  task<> told(const std::function<task<>(const std::string &)> &tell);
  std::string home_;
};
