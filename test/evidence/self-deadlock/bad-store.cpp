// bad: deadlock
// Close to mangostwo/server#241: who holds the lock calls what takes it again, because others call that without it.
#include "evidence.hpp"

class cache {
public:
  async::task<> refresh() {
    auto guard = co_await mutex_.lock();
    co_await store(evidence::long_text()); // <- async-self-deadlock
  }

private:
  async::task<> store(std::string value) {
    auto guard = co_await mutex_.lock();
    entries_.push_back(std::move(value));
  }

  async::mutex mutex_{"entries"};
  std::vector<std::string> entries_;
};

async::task<> program() {
  cache names;
  co_await names.refresh();
}

int main() { return evidence::explore(program); }
