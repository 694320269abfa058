// A store that cannot be written.
#pragma once

#include "evidence.hpp"

#include <async/event.hpp>

#include <exception>

class store {
public:
  async::task<> write(const std::string &line) {
    co_await async::yield();
    if (line.empty())
      throw std::runtime_error("nothing to write");
    written.set();
  }
  async::task<> close() { co_await async::yield(); }

  async::event written{"written"};
};
