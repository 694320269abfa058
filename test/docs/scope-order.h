#pragma once

#include "background.h"

#include <stdexcept>

std::string url();
task<> greet();
inline task<> fetch(const std::string &url) {
  co_await tick();
  show(url);
}
inline task<> fetch_copy(std::string url) {
  co_await tick();
  show(url);
}
inline started starts(const std::string &url) {
  co_await tick();
  if (url.empty())
    throw std::runtime_error("no address");
  show(url);
}

struct client {
  void all();
  task<> joined();
  task<> one_after_the_other();
};
