// bad: deadlock
// Close to what public code bases have mended: who holds the lock awaits a member function that takes it, too.
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
