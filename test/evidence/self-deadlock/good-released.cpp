// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <mutex>

class cache {
public:
  async::task<> put() {
    const std::lock_guard guard(mutex_);
    ++entries_;
    co_return;
  }

  async::task<> clear() {
    std::unique_lock guard(mutex_);
    const bool any = entries_ != 0;
    entries_ = 0;
    guard.unlock();
    if (any)
      report();
    co_return;
  }

private:
  void report() {
    const std::lock_guard guard(mutex_);
    reported_ = entries_;
  }

  async::watched_mutex<> mutex_{"entries"};
  int entries_ = 0;
  int reported_ = 0;
};

async::task<> program() {
  cache names;
  auto clears = async::spawn(names.clear(), "clear");
  auto puts = async::spawn(names.put(), "put");
  co_await clears;
  co_await puts;
}

int main() { return evidence::explore(program); }
