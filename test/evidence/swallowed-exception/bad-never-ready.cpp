// bad: deadlock: task 'main' waits for event 'ready' and nothing can wake it
// Close to Lawrencemm/LM-Engine#71: when it fails, nobody tells those who wait for it.
#include "evidence.hpp"

#include <async/event.hpp>

class settings {
public:
  explicit settings(bool there) : there_(there) {}

  async::task<> load() {
    try {
      co_await read();
      ready_.set();
    } catch (const std::exception &) {} // <- async-swallowed-exception
  }

  async::task<> wait() { co_await ready_.wait(); }

private:
  async::task<> read() {
    co_await async::yield();
    if (!there_)
      throw std::runtime_error("no such file");
  }

  bool there_;
  async::event ready_{"ready"};
};

async::task<> program() {
  settings all(false);
  auto loads = async::spawn(all.load(), "load");
  co_await all.wait();
  co_await loads;
}

int main() { return evidence::explore(program); }
