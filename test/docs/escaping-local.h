#pragma once

#include "background.h"

#include <stdexcept>

std::string url();
inline task<> fetch(const std::string &url) {
  co_await tick();
  show(url);
}
inline task<> fetch_copy(std::string url) {
  co_await tick();
  show(url);
}
task<> fetch_elsewhere(const std::string &url);
struct page {
  int size = 0;
  task<> load() {
    co_await tick();
    show(size);
  }
};

struct client {
  task<> wrap();
  task<> wrap_parameter(std::string address);
  task<> named_first();
  task<> guarded(const std::string &address);
  task<> guarded_choice(bool first);
  task<> guarded_elsewhere(const std::string &address);
  task<std::string_view> title();
  task<std::string_view> title_of_temporary();
  task<> passed_on(const std::string &address);
  task<> member();
  std::string home_;
};
