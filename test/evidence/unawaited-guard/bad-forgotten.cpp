// bad: guard-never-held
// Close to scylladb/scylladb#9770: the lock looks as it did when it was not asynchronous, and is not awaited.
#include "evidence.hpp"

class cache {
public:
  async::task<> put(std::string value) {
    auto guard = mutex_.lock(); // <- async-unawaited-guard
    entries_.push_back(std::move(value));
    co_return;
  }

  async::task<> clear() {
    auto guard = co_await mutex_.lock();
    entries_.clear();
  }

private:
  async::mutex mutex_;
  std::vector<std::string> entries_;
};

async::task<> program() {
  cache names;
  co_await async::when_all(names.put("one"), names.put("two"));
  co_await names.clear();
}

int main() { return evidence::explore(program); }
