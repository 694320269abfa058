// bad: deadlock: the thread waits for thread mutex 'entries', which it holds itself
// Only a cache that has something in it takes the way on which the lock is taken again.
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
    const std::lock_guard guard(mutex_);
    if (entries_ != 0)
      report(); // <- async-self-deadlock
    entries_ = 0;
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
