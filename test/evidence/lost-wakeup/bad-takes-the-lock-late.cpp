// bad: deadlock: task 'main' waits for condition 'opened' and nothing can wake it
// What is tested is not protected: the lock is taken after the test.
#include "evidence.hpp"

#include <async/condition.hpp>

class gate {
public:
  async::task<> pass() {
    for (;;) {
      if (open_)
        co_return;
      auto held = co_await lock_.lock();
      co_await opened_.wait(held); // <- async-lost-wakeup
    }
  }

  async::task<> open() {
    auto held = co_await lock_.lock();
    co_await async::yield();
    open_ = true;
    opened_.notify_all();
  }

private:
  bool open_ = false;
  async::mutex lock_;
  async::condition opened_{"opened"};
};

async::task<> program() {
  gate garden;
  auto opener = async::spawn(garden.open(), "opener");
  co_await async::yield();
  co_await garden.pass();
  co_await opener;
}

int main() { return evidence::explore(program); }
