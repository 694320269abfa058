// bad: lock-held-across-suspension
// Held across the suspension only where the cache is cold, that is where somebody has emptied it first.
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

class cache {
public:
  async::task<> read_all() {
    mutex_.lock(); // <- async-lock-across-suspension
    if (cold_)
      co_await fill();
    mutex_.unlock();
  }

  async::task<> clear() {
    cold_ = true;
    co_return;
  }

private:
  async::task<> fill() {
    co_await async::yield();
    cold_ = false;
  }

  async::watched_mutex<> mutex_{"entries"};
  bool cold_ = false;
};

async::task<> program() {
  cache names;
  auto reads = async::spawn(names.read_all(), "read");
  auto clears = async::spawn(names.clear(), "clear");
  co_await reads;
  co_await clears;
}

int main() { return evidence::explore(program); }
