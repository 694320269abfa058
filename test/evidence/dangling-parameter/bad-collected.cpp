// bad: AddressSanitizer: heap-use-after-free
// Close to arangodb/arangodb#21967: what a coroutine takes by reference is gone when it goes on.
#include "evidence.hpp"

async::task<> fetch(std::string_view url) {
  co_await async::yield();
  evidence::read(url);
}

async::task<> program() {
  std::vector<async::task<>> pending;
  for (int page = 0; page < 3; ++page) {
    const std::string url = evidence::long_text() + std::to_string(page);
    pending.push_back(fetch(url)); // <- async-dangling-parameter
  }
  for (auto &each : pending)
    co_await std::move(each);
}

int main() { return evidence::run(program()); }
