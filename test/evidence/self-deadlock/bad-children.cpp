// bad: deadlock
// The children are tasks of their own, but the holder waits for their end.
#include "evidence.hpp"

class cache {
public:
  async::task<> refresh() {
    auto guard = co_await mutex_.lock();
    co_await async::when_all(store("one"), look()); // <- async-self-deadlock
  }

private:
  async::task<> store(std::string value) {
    auto guard = co_await mutex_.lock();
    entries_.push_back(std::move(value));
  }

  async::task<> look() {
    co_await async::yield();
    looked_ = entries_.size();
  }

  async::mutex mutex_{"entries"};
  std::vector<std::string> entries_;
  std::size_t looked_ = 0;
};

async::task<> program() {
  cache names;
  co_await names.refresh();
}

int main() { return evidence::explore(program); }
