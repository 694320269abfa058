// bad: deadlock: task 'main' waits for event 'idle' and nothing can wake it
// Close to facebook/proxygen@18624368b: the event that means that no read runs stays cleared when one has failed.
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
    co_await read(in_time); // <- async-unresolved-promise
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
