// good
#include "evidence.hpp"

#include <async/event.hpp>

class transport {
public:
  transport() { idle_.set(); }

  async::task<> fill(bool in_time) {
    if (!idle_.is_set()) {
      co_await idle_.wait();
      co_return;
    }
    idle_.clear();
    try {
      co_await read(in_time);
    } catch (...) {
      idle_.set();
      throw;
    }
    idle_.set();
  }

private:
  async::task<> read(bool in_time) {
    co_await async::yield();
    if (!in_time)
      throw std::runtime_error("timeout");
  }

  async::event idle_{"idle"};
};

async::task<> program() {
  transport line;
  try {
    co_await line.fill(false);
  } catch (const std::runtime_error &failure) {
    evidence::read(failure.what());
  }
  co_await line.fill(true);
}

int main() { return evidence::explore(program); }
