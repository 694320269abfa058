// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <mutex>

class cache {
public:
  async::task<> read_all() {
    std::unique_lock guard(mutex_);
    const bool cold = cold_;
    guard.unlock();
    if (cold)
      co_await fill();
  }

  async::task<> clear() {
    const std::lock_guard guard(mutex_);
    cold_ = true;
    co_return;
  }

private:
  async::task<> fill() {
    auto filling = co_await filling_.lock(); // made for tasks: it may be held while others run
    co_await async::yield();
    const std::lock_guard guard(mutex_);
    cold_ = false;
  }

  async::watched_mutex<> mutex_{"entries"};
  async::mutex filling_{"filling"};
  bool cold_ = true;
};

async::task<> program() {
  cache names;
  auto reads = async::spawn(names.read_all(), "read");
  auto clears = async::spawn(names.clear(), "clear");
  co_await reads;
  co_await clears;
}

int main() { return evidence::explore(program); }
