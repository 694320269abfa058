// good
#include "evidence.hpp"

async::task<> greet(std::string name) {
  co_await async::yield();
  evidence::read(name);
}

async::task<> program() {
  auto greeting = greet(evidence::long_text());
  co_await std::move(greeting);
  std::vector<async::task<>> pending;
  for (int page = 0; page < 3; ++page) {
    const std::string url = evidence::long_text() + std::to_string(page);
    pending.push_back(greet(url));
  }
  for (auto &each : pending)
    co_await std::move(each);
}

int main() { return evidence::explore(program); }
