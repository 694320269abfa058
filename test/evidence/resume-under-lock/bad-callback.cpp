// bad: deadlock: the thread waits for thread mutex 'callbacks', which it holds itself
// Close to microsoft/terminal#7994: the handler of an event comes back to the object that raises it with its lock held.
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

  int last() {
    const std::lock_guard guard(mutex_);
    return last_;
  }

  void publish(int value) {
    const std::lock_guard guard(mutex_);
    last_ = value;
    for (std::size_t i = 0; i < callbacks_.size(); ++i)
      callbacks_[i](value); // <- async-resume-under-lock
  }

private:
  async::watched_mutex<> mutex_{"callbacks"};
  std::vector<std::function<void(int)>> callbacks_;
  int last_ = 0;
};

async::task<> program() {
  feed prices;
  prices.subscribe([&prices](int price) {
    if (price > 10)
      (void)prices.last();
  });
  co_await async::yield();
  prices.publish(20);
}

int main() { return evidence::explore(program); }
