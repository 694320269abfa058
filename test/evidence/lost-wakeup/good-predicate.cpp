// good
#include "evidence.hpp"

#include <async/condition.hpp>

#include <deque>

class queue {
public:
  async::task<int> pop() {
    co_await log();
    auto held = co_await lock_.lock();
    co_await changed_.wait(held, [this] { return !items_.empty(); });
    const int first = items_.front();
    items_.pop_front();
    co_return first;
  }

  async::task<> push(int item) {
    items_.push_back(item);
    changed_.notify_one();
    co_return;
  }

private:
  static async::task<> log() { co_await async::yield(); }

  std::deque<int> items_;
  async::mutex lock_;
  async::condition changed_{"changed"};
};

async::task<> program() {
  queue numbers;
  auto producer = async::spawn(numbers.push(1), "producer");
  co_await numbers.pop();
  co_await producer;
}

int main() { return evidence::explore(program); }
