// good
#include "evidence.hpp"

class cache {
public:
  async::task<> refresh() {
    auto guard = co_await mutex_.lock();
    co_await store_locked("one");
  }

  async::task<> store(std::string value) {
    auto guard = co_await mutex_.lock();
    co_await store_locked(std::move(value));
  }

private:
  async::task<> store_locked(std::string value) {
    co_await async::yield();
    entries_.push_back(std::move(value));
  }

  async::mutex mutex_{"entries"};
  std::vector<std::string> entries_;
};

async::task<> program() {
  cache names;
  auto refreshes = async::spawn(names.refresh(), "refresh");
  auto stores = async::spawn(names.store("two"), "store");
  co_await refreshes;
  co_await stores;
}

int main() { return evidence::explore(program); }
