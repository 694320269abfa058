// bad: lock-held-across-suspension
// Close to arangodb/arangodb#21099, where it was a std::mutex, too: locked while the new content is fetched.
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <mutex>

class cache {
public:
  async::task<> refresh() {
    const std::lock_guard guard(mutex_); // <- async-lock-across-suspension
    entries_ = co_await download();
  }

private:
  async::task<std::vector<std::string>> download() {
    co_await async::sleep_for(std::chrono::seconds(1));
    co_return std::vector<std::string>{evidence::long_text()};
  }

  async::watched_mutex<> mutex_{"entries"};
  std::vector<std::string> entries_;
};

async::task<> program() {
  cache names;
  co_await names.refresh();
}

int main() { return evidence::explore(program); }
