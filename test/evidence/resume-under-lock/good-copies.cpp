// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <functional>
#include <mutex>
#include <vector>

class feed {
public:
  void subscribe(std::function<void(int)> callback) {
    const std::lock_guard guard(mutex_);
    callbacks_.push_back(std::move(callback));
  }

  void publish(int value) {
    std::unique_lock guard(mutex_);
    const auto copies = callbacks_;
    guard.unlock();
    for (const auto &callback : copies)
      callback(value);
  }

private:
  async::watched_mutex<> mutex_{"callbacks"};
  std::vector<std::function<void(int)>> callbacks_;
};

async::task<> program() {
  feed prices;
  prices.subscribe([&prices](int price) {
    if (price > 10)
      prices.subscribe([](int) {});
  });
  co_await async::yield();
  prices.publish(20);
}

int main() { return evidence::explore(program); }
