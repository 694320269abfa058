// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <mutex>

class cache {
public:
  async::task<> refresh() {
    auto fresh = co_await download();
    const std::lock_guard guard(mutex_);
    entries_ = std::move(fresh);
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
  auto first = async::spawn(names.refresh(), "first");
  auto second = async::spawn(names.refresh(), "second");
  co_await first;
  co_await second;
}

int main() { return evidence::explore(program); }
