// A keeper of callbacks, for the programs of this folder.
#pragma once

#include "evidence.hpp"

/// Calls what it is given when there is news.
class feed {
public:
  void on_news(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }
  async::task<> run() {
    co_await async::yield();
    for (auto &each : callbacks_)
      each();
  }

private:
  std::vector<std::function<void()>> callbacks_;
};
